import type { Extensions } from "@tiptap/core";

export const math: Extensions = [];
