import type { Extensions } from "@tiptap/core";

export const tables: Extensions = [];
