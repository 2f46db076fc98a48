import { Extension } from "@tiptap/core";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";

import { isRemote } from "./binding";

/** Says of a transaction that undo takes back it alone. */
export const OWN_STEP = "ownUndoStep";

const AT_ONCE: readonly unknown[] = ["paste", "cut", "drop"];

interface Steps {
  /** What was written before is an undo step by itself. */
  readonly endsBefore: boolean;
  readonly endsAfter: boolean;
}

const key = new PluginKey<Steps>("undoSteps");

/** What is pasted, cut or dropped is an undo step of its own; what replaces a selection is none with what was before. */
export const UndoSteps = Extension.create({
  name: "undoSteps",
  // Before the binding, which writes.
  priority: 1_100,
  addProseMirrorPlugins() {
    const { undoManager } = this.editor.storage.sharedDocument;
    return [
      new Plugin<Steps>({
        key,
        state: {
          init: () => ({ endsBefore: false, endsAfter: false }),
          apply: stepsAfter,
        },
        view: () => ({
          update: ({ state }, before) => {
            if (state.doc !== before.doc && key.getState(state)?.endsBefore === true) undoManager.stopCapturing();
          },
        }),
      }),
    ];
  },
});

function stepsAfter(transaction: Transaction, { endsBefore, endsAfter }: Steps, { selection }: EditorState): Steps {
  if (!transaction.docChanged || isRemote(transaction)) return { endsBefore: false, endsAfter };
  const isOwn = transaction.getMeta(OWN_STEP) === true || AT_ONCE.includes(transaction.getMeta("uiEvent"));
  const isAppended = transaction.getMeta("appendedTransaction") !== undefined;
  return {
    endsBefore: endsAfter || isOwn || !selection.empty || (isAppended && endsBefore),
    endsAfter: isOwn || (isAppended && endsAfter),
  };
}
