import type { Extensions } from "@tiptap/core";

import { BlockHandles } from "./block-handles";
import { BlockKeys } from "./block-keys";
import { BlockLink } from "./block-link";
import { SlashMenu } from "./slash-menu";

export const menus: Extensions = [SlashMenu, BlockHandles, BlockKeys, BlockLink];
