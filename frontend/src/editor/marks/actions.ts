import type { Action } from "../actions";

/** The marks that editor/actions.ts doesn't have by itself. Colours are chosen from a palette. */
export const MARK_ACTIONS: readonly Action[] = [
  {
    id: "subscript",
    name: "Subscript",
    icon: "subscript",
    shortcut: "Mod-,",
    markdown: "~2~",
    run: (chain) => chain.unsetSuperscript().toggleSubscript(),
    isActive: (editor) => editor.isActive("subscript"),
  },
  {
    id: "superscript",
    name: "Superscript",
    icon: "superscript",
    shortcut: "Mod-.",
    markdown: "^2^",
    run: (chain) => chain.unsetSubscript().toggleSuperscript(),
    isActive: (editor) => editor.isActive("superscript"),
  },
  {
    id: "highlight",
    name: "Highlight",
    icon: "highlight",
    shortcut: "Mod-Shift-H",
    markdown: "==text==",
    run: (chain) => chain.toggleHighlight("yellow"),
    isActive: (editor) => editor.isActive("highlight"),
  },
  {
    id: "clear-formatting",
    name: "Clear formatting",
    icon: "clearFormatting",
    shortcut: "Mod-\\",
    run: (chain) => chain.unsetAllMarks(),
  },
];
