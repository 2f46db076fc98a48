import { Extension } from "@tiptap/core";
import type { Selection, Transaction } from "@tiptap/pm/state";

import { MarkupStep, type Markup } from "../markup-step";
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
        ({ tr, dispatch }) =>
          align(tr, textAlign, dispatch !== undefined),
      unsetTextAlign:
        () =>
        ({ tr, dispatch }) =>
          align(tr, null, dispatch !== undefined),
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

/** All blocks of the selection in one step. False: there is none that can be aligned. */
function align(tr: Transaction, textAlign: Alignment | null, isMeant: boolean): boolean {
  const blocks = blocksOf(tr, tr.selection);
  const changes = new Map<number, Markup>();
  for (const [position, present] of blocks) if (present !== textAlign) changes.set(position, { attrs: { textAlign } });
  if (isMeant && changes.size > 0) tr.step(new MarkupStep(changes));
  return blocks.size > 0;
}

/** Where those that can be aligned begin, and how they are. */
function blocksOf({ doc }: Transaction, { ranges }: Selection): Map<number, unknown> {
  const blocks = new Map<number, unknown>();
  for (const { $from, $to } of ranges) {
    doc.nodesBetween($from.pos, $to.pos, ({ type, attrs }, position) => {
      if (ALIGNED.includes(type.name)) blocks.set(position, attrs["textAlign"]);
    });
  }
  return blocks;
}

function alignmentOf(element: HTMLElement): string | null {
  const found = element.getAttribute("data-align") ?? element.style.textAlign;
  return ALIGNMENTS.includes(found) ? found : null;
}
