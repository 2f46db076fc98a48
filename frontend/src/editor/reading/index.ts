import type { Extensions } from "@tiptap/core";

export const reading: Extensions = [];
