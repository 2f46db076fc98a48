import type { Editor } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";

import { addFiles, fileOfDataAddress } from "../files";

/** More than a document needs at once are a mistake, and each would be uploaded. */
const MOST_PICTURES = 50;
/** From the part of Unicode that belongs to nobody: no text has it. */
const SIGN = "\uf8ff";
const MARKER = new RegExp(`^${SIGN}(\\d+)${SIGN}$`);

/** Pictures that came with pasted text as `data:` addresses: they are uploaded, and put where they stood. */
export class Pictures {
  #files: File[] = [];
  #mayTake = false;

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  /** Begins anew, for what is pasted now. What is dropped brings none. */
  expect(mayTake: boolean): void {
    this.#files = [];
    this.#mayTake = mayTake;
  }

  /** A paragraph that stands for the picture until it is in the text. */
  take(page: Document, address: string): Element | null {
    const file = this.#mayTake && this.#files.length < MOST_PICTURES ? fileOfDataAddress(address) : null;
    if (file === null) return null;
    const marker = page.createElement("p");
    marker.textContent = `${SIGN}${this.#files.push(file) - 1}${SIGN}`;
    return marker;
  }

  /** Takes the paragraphs out again, and says which file goes where when that is done. */
  unmark(transaction: Transaction): { file: File; place: number }[] {
    const markers: { at: number; size: number; file: File; isOnly: boolean }[] = [];
    transaction.doc.descendants((node, at, parent) => {
      const found = node.isTextblock && node.childCount === 1 ? MARKER.exec(node.textContent) : null;
      const file = this.#files[Number(found?.[1] ?? -1)];
      if (file !== undefined) markers.push({ at, size: node.nodeSize, file, isOnly: parent?.childCount === 1 });
      return !node.isTextblock;
    });
    const before = transaction.steps.length;
    return markers.map(({ at, size, file, isOnly }) => {
      const place = transaction.mapping.slice(before).map(at);
      // Where nothing else stands a paragraph must be.
      if (isOnly) transaction.delete(place + 1, place + size - 1);
      else transaction.delete(place, place + size);
      return { file, place };
    });
  }
}

export function upload(editor: Editor, placed: readonly { file: File; place: number }[]): void {
  for (const { file, place } of placed) addFiles(editor, [file], place);
}
