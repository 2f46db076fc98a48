import { Mark, markInputRule, mergeAttributes, type Attributes } from "@tiptap/core";

import { COLORS } from "../schema/description";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    colors: {
      setHighlight: (color: string) => ReturnType;
      toggleHighlight: (color: string) => ReturnType;
      unsetHighlight: () => ReturnType;
      setTextColor: (color: string) => ReturnType;
      unsetTextColor: () => ReturnType;
    };
  }
}

const HIGHLIGHT_COLOR = "yellow";
const TEXT_COLOR = "gray";

/** Text between "==" marks, without a space next to them. */
const MARKED = /(?:^|\s)(==(?![\s=])([^=]+)(?<![\s=])==)$/;

/** What is marked with a pen. */
export const Highlight = Mark.create({
  name: "highlight",

  addAttributes: () => color(HIGHLIGHT_COLOR),

  parseHTML: () => [{ tag: "mark" }],

  renderHTML: ({ HTMLAttributes }) => ["mark", mergeAttributes({ class: "highlight" }, HTMLAttributes), 0],

  addCommands() {
    return {
      setHighlight:
        (color) =>
        ({ commands }) =>
          COLORS.includes(color) && commands.setMark(this.name, { color }),
      toggleHighlight:
        (color) =>
        ({ commands }) =>
          COLORS.includes(color) && commands.toggleMark(this.name, { color }),
      unsetHighlight:
        () =>
        ({ commands }) =>
          commands.unsetMark(this.name),
    };
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Shift-h": () => {
        const active = this.editor.isActive(this.name);
        return active ? this.editor.commands.unsetHighlight() : this.editor.commands.setHighlight(HIGHLIGHT_COLOR);
      },
    };
  },

  addInputRules() {
    return [markInputRule({ find: MARKED, type: this.type })];
  },
});

/** The ink that something is written in. */
export const TextColor = Mark.create({
  name: "textColor",

  addAttributes: () => color(TEXT_COLOR),

  parseHTML: () => [{ tag: "span.text-color" }],

  renderHTML: ({ HTMLAttributes }) => ["span", mergeAttributes({ class: "text-color" }, HTMLAttributes), 0],

  addCommands() {
    return {
      setTextColor:
        (color) =>
        ({ commands }) =>
          COLORS.includes(color) && commands.setMark(this.name, { color }),
      unsetTextColor:
        () =>
        ({ commands }) =>
          commands.unsetMark(this.name),
    };
  },
});

/** A colour by its name in the palette: style sheets say what it looks like, in light and in dark. */
function color(whenMissing: string): Attributes {
  return {
    color: {
      default: whenMissing,
      parseHTML: (element) => {
        const found = element.getAttribute("data-color") ?? "";
        return COLORS.includes(found) ? found : whenMissing;
      },
      renderHTML: ({ color }) => ({ "data-color": String(color) }),
    },
  };
}
