import { Extension, InputRule, type Editor } from "@tiptap/core";
import { NodeSelection, type Transaction } from "@tiptap/pm/state";

import { insertBlock, writeOnBelow } from "../insert-block";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    math: {
      /** Puts an empty formula where the caret is, and opens it. */
      insertMath: (kind: "inlineMath" | "blockMath") => ReturnType;
      /** Opens the formula at this place for writing. */
      editMath: (at: number) => ReturnType;
    };
  }
}

/** `$x$` and a space, or a paragraph `$$` and Enter, become formulas. A selected one opens with Enter. */
export const MathEditing = Extension.create({
  name: "mathEditing",
  addCommands() {
    return {
      insertMath:
        (kind) =>
        ({ editor, tr, dispatch }) => {
          if (dispatch === undefined) return true;
          const at = kind === "blockMath" ? putBlock(tr, "") : putInline(tr);
          if (at !== null) openSoon(editor, at);
          return at !== null;
        },
      editMath:
        (at) =>
        ({ editor, tr, dispatch }) => {
          if (dispatch === undefined) return true;
          tr.setSelection(NodeSelection.create(tr.doc, at));
          openSoon(editor, at);
          return true;
        },
    };
  },
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { selection } = editor.state;
        if (!(selection instanceof NodeSelection) || !isMath(selection.node.type.name)) return false;
        return editor.commands.editMath(selection.from);
      },
      "Mod-Alt-e": ({ editor }) => editor.commands.insertMath("inlineMath"),
    };
  },
  addInputRules() {
    const { editor } = this;
    return [
      new InputRule({
        find: /(?<![\\$\w])\$([^\s$](?:[^$]*[^\s$])?)\$ $/,
        handler: ({ state, range, match }) => {
          const { inlineMath } = state.schema.nodes;
          const [, latex = ""] = match;
          if (inlineMath === undefined) return null;
          state.tr.replaceWith(range.from, range.to, [inlineMath.create({ latex }), state.schema.text(" ")]);
          return undefined;
        },
      }),
      new InputRule({
        find: /^\$\$(?:([^$]+)\$\$)?\n$/,
        handler: ({ state, range, match }) => {
          const [, latex = ""] = match;
          const { tr } = state;
          if (tr.doc.resolve(range.from).parent.type.name !== "paragraph") return null;
          tr.delete(range.from, range.to);
          const at = putBlock(tr, latex);
          if (at === null) return null;
          if (latex === "") openSoon(editor, at);
          return undefined;
        },
      }),
    ];
  },
});

export function isMath(name: string): boolean {
  return name === "inlineMath" || name === "blockMath";
}

function putBlock(tr: Transaction, latex: string): number | null {
  const block = tr.doc.type.schema.nodes["blockMath"]?.create({ latex });
  const at = block === undefined ? null : insertBlock(tr, block);
  if (block === undefined || at === null) return null;
  writeOnBelow(tr, at + block.nodeSize);
  const after = tr.doc.resolve(at + block.nodeSize);
  tr.setSelection(latex === "" ? NodeSelection.create(tr.doc, at) : NodeSelection.near(after, 1));
  return at;
}

/** What is selected becomes the formula. */
function putInline(tr: Transaction): number | null {
  const { from, to, $from } = tr.selection;
  const latex = tr.doc.textBetween(from, to, " ");
  const inline = tr.doc.type.schema.nodes["inlineMath"]?.create({ latex });
  if (inline === undefined || !$from.parent.inlineContent || $from.parent.type.spec.code === true) return null;
  tr.replaceWith(from, to, inline);
  const at = tr.mapping.slice(tr.steps.length - 1).map(from, -1);
  tr.setSelection(NodeSelection.create(tr.doc, at));
  return at;
}

/** After the transaction is on the page; what opens it is loaded when it is first needed. */
function openSoon(editor: Editor, at: number): void {
  void import("./math-editor").then(({ openMathEditor }) => {
    openMathEditor(editor, at);
  });
}
