import { Extension, markInputRule } from "@tiptap/core";

/** What the marks of Tiptap's kit lack. */
export const MarkShortcuts = Extension.create({
  name: "markShortcuts",

  addKeyboardShortcuts() {
    return { "Mod-\\": () => this.editor.commands.unsetAllMarks() };
  },

  addInputRules() {
    const { underline } = this.editor.schema.marks;
    if (underline === undefined) return [];
    return [markInputRule({ find: /(?:^|\s)(\+\+(?![\s+])([^+]+)(?<![\s+])\+\+)$/, type: underline })];
  },
});
