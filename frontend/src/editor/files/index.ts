import type { Extensions } from "@tiptap/core";

export const files: Extensions = [];
