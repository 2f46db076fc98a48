import { Extension } from "@tiptap/core";

import { NODES } from "../schema/description";

export type Alignment = "left" | "center" | "right" | "justify";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    alignment: {
      setTextAlign: (alignment: Alignment) => ReturnType;
      unsetTextAlign: () => ReturnType;
    };
  }
}

const ALIGNED = ["paragraph", "heading"];
const ALIGNMENTS = NODES["paragraph"]?.attributes["textAlign"]?.values ?? [];

/** Where lines of a paragraph or heading begin and end. Their direction is that of what is written in them. */
export const TextAlign = Extension.create({
  name: "textAlign",

  addGlobalAttributes: () => [
    {
      types: ALIGNED,
      attributes: {
        textAlign: {
          default: null,
          parseHTML: alignmentOf,
          renderHTML: ({ textAlign }) => ({
            dir: "auto",
            ...(typeof textAlign === "string" && ALIGNMENTS.includes(textAlign) ? { "data-align": textAlign } : {}),
          }),
        },
      },
    },
  ],

  addCommands() {
    return {
      setTextAlign:
        (textAlign) =>
        ({ commands }) =>
          ALIGNED.map((type) => commands.updateAttributes(type, { textAlign })).includes(true),
      unsetTextAlign:
        () =>
        ({ commands }) =>
          ALIGNED.map((type) => commands.updateAttributes(type, { textAlign: null })).includes(true),
    };
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Shift-l": () => this.editor.commands.unsetTextAlign(),
      "Mod-Shift-e": () => this.editor.commands.setTextAlign("center"),
      "Mod-Shift-r": () => this.editor.commands.setTextAlign("right"),
      "Mod-Shift-j": () => this.editor.commands.setTextAlign("justify"),
    };
  },
});

function alignmentOf(element: HTMLElement): string | null {
  const found = element.getAttribute("data-align") ?? element.style.textAlign;
  return ALIGNMENTS.includes(found) ? found : null;
}
