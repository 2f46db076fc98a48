import type { Editor } from "@tiptap/core";

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
