import { Mark, markInputRule } from "@tiptap/core";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    code: {
      setCode: () => ReturnType;
      toggleCode: () => ReturnType;
      unsetCode: () => ReturnType;
    };
  }
}

/** Code within a line. It may be bold, or a link, as in Markdown. */
export const Code = Mark.create({
  name: "code",
  code: true,
  exitable: true,

  parseHTML: () => [{ tag: "code" }],

  renderHTML: () => ["code", 0],

  addCommands() {
    return {
      setCode:
        () =>
        ({ commands }) =>
          commands.setMark(this.name),
      toggleCode:
        () =>
        ({ commands }) =>
          commands.toggleMark(this.name),
      unsetCode:
        () =>
        ({ commands }) =>
          commands.unsetMark(this.name),
    };
  },

  addKeyboardShortcuts() {
    return { "Mod-e": () => this.editor.commands.toggleCode() };
  },

  addInputRules() {
    return [markInputRule({ find: /(?<!`)(`([^`]+)`)$/, type: this.type })];
  },
});
