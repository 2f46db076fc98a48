import type { Extensions } from "@tiptap/core";

export const embeds: Extensions = [];
