import type { Extensions } from "@tiptap/core";

export const blocks: Extensions = [];
