import type { Extensions } from "@tiptap/core";

export const menus: Extensions = [];
