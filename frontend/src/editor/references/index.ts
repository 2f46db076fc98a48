import type { Extensions } from "@tiptap/core";

export const references: Extensions = [];
