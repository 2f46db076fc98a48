import type { Extensions } from "@tiptap/core";

import { EmbedEditing } from "./commands";
import { Embed } from "./nodes";

export { embedFromUrl } from "./embed-from-url";

export const embeds: Extensions = [Embed, EmbedEditing];
