import type { Editor, Storage } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";

import { Adoptions } from "./adoption";
import type { FileBar } from "./file-bar";
import type { ImageView } from "./image-view";
import { pickFiles } from "./picker";
import type { Uploads } from "./uploads";

declare module "@tiptap/core" {
  interface Storage {
    fileTools: FileTools;
  }
}

/** What the blocks, the bar and the uploads of one editor share. */
export class FileTools {
  readonly adoptions = new Adoptions();
  readonly imageViews = new Set<ImageView>();
  /** Null before the editor has a view. */
  uploads: Uploads | null = null;
  bar: FileBar | null = null;
}

/** Undo takes back this change and nothing else. */
export function dispatchStep(editor: Editor, transaction: Transaction): void {
  // An editor that isn't bound to a shared document has no history.
  const { sharedDocument } = editor.storage as Partial<Storage>;
  sharedDocument?.undoManager.stopCapturing();
  editor.view.dispatch(transaction);
  sharedDocument?.undoManager.stopCapturing();
}

/** Uploads files and puts them in the text, at `place` or where the caret is. */
export function addFiles(editor: Editor, files: readonly File[], place?: number): void {
  editor.storage.fileTools.uploads?.add(files, place);
}

export function chooseFiles(editor: Editor, accept: string): void {
  pickFiles(accept, true, (files) => {
    addFiles(editor, files);
    editor.view.focus();
  });
}
