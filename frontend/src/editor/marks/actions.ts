import { named } from "../../lib/i18n";
import type { Action } from "../actions";

/** The marks that editor/actions.ts doesn't have by itself. Colours are chosen from a palette. */
export const MARK_ACTIONS: readonly Action[] = [
  {
    id: "subscript",
    ...named("Subscript"),
    icon: "subscript",
    shortcut: "Mod-,",
    markdown: "~2~",
    run: (chain) => chain.unsetSuperscript().toggleSubscript(),
    isActive: (editor) => editor.isActive("subscript"),
  },
  {
    id: "superscript",
    ...named("Superscript"),
    icon: "superscript",
    shortcut: "Mod-.",
    markdown: "^2^",
    run: (chain) => chain.unsetSubscript().toggleSuperscript(),
    isActive: (editor) => editor.isActive("superscript"),
  },
  {
    id: "highlight",
    ...named("Highlight"),
    icon: "highlight",
    shortcut: "Mod-Shift-H",
    markdown: "==text==",
    run: (chain) => chain.toggleHighlight("yellow"),
    isActive: (editor) => editor.isActive("highlight"),
  },
  {
    id: "clear-formatting",
    ...named("Clear formatting"),
    icon: "clearFormatting",
    shortcut: "Mod-\\",
    run: (chain) => chain.unsetAllMarks(),
  },
];
