import type { Extensions } from "@tiptap/core";

import { SlashMenu } from "./slash-menu";

export const menus: Extensions = [SlashMenu];
