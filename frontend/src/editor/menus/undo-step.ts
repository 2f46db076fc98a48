import type { Editor } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";

/** Dispatches what `change` does as a step of its own: undo takes back that and nothing else. False: it does nothing. */
export function inOneStep(editor: Editor, change: (transaction: Transaction) => boolean): boolean {
  const { view, state } = editor;
  const transaction = state.tr;
  if (!editor.isEditable || !change(transaction)) return false;
  const { undoManager } = editor.storage.sharedDocument;
  undoManager.stopCapturing();
  view.dispatch(transaction.scrollIntoView());
  undoManager.stopCapturing();
  return true;
}
