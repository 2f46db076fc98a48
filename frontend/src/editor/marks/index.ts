import type { Extensions } from "@tiptap/core";

export const marks: Extensions = [];
