import { markInputRule } from "@tiptap/core";
import { Subscript as BaseSubscript } from "@tiptap/extension-subscript";
import { Superscript as BaseSuperscript } from "@tiptap/extension-superscript";

/** "H~2~O". Two "~" are a strikethrough. */
export const Subscript = BaseSubscript.extend({
  addKeyboardShortcuts() {
    return { "Mod-,": () => this.editor.chain().unsetSuperscript().toggleSubscript().run() };
  },
  addInputRules() {
    return [markInputRule({ find: /(?<!~)(~([^\s~]+)~)$/, type: this.type })];
  },
});

/** "x^2^". */
export const Superscript = BaseSuperscript.extend({
  addKeyboardShortcuts() {
    return { "Mod-.": () => this.editor.chain().unsetSubscript().toggleSuperscript().run() };
  },
  addInputRules() {
    return [markInputRule({ find: /(?<!\^)(\^([^\s^]+)\^)$/, type: this.type })];
  },
});
