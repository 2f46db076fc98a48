import type { Extensions } from "@tiptap/core";

export const clipboard: Extensions = [];
