import type { Editor } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";
import { yUndoPluginKey } from "@tiptap/y-tiptap";

/** Dispatches what `change` does as a step of its own: undo takes back that and nothing else. False: it does nothing. */
export function inOneStep(editor: Editor, change: (transaction: Transaction) => boolean): boolean {
  const { view, state } = editor;
  const transaction = state.tr;
  if (!editor.isEditable || !change(transaction)) return false;
  stopCapturing(editor);
  view.dispatch(transaction.scrollIntoView());
  stopCapturing(editor);
  return true;
}

function stopCapturing({ state }: Editor): void {
  const history = yUndoPluginKey.getState(state) as { undoManager: { stopCapturing: () => void } } | undefined;
  history?.undoManager.stopCapturing();
}
