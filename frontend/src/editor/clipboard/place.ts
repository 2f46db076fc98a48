import type { Editor, Range } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";

/** A range of the text that is followed through what everybody does to it, until `end`. */
export class FollowedRange {
  readonly #editor: Editor;
  #range: Range;
  /** A mere place: what is written there stands behind it. */
  readonly #isPlace: boolean;

  constructor(editor: Editor, { from, to }: Range) {
    this.#editor = editor;
    this.#range = { from, to };
    this.#isPlace = from === to;
    editor.on("transaction", this.#follow);
  }

  get current(): Range {
    return this.#range;
  }

  end(): Range {
    this.#editor.off("transaction", this.#follow);
    return this.#range;
  }

  readonly #follow = ({ transaction }: { transaction: Transaction }): void => {
    if (!transaction.docChanged) return;
    const from = transaction.mapping.map(this.#range.from, -1);
    const to = this.#isPlace ? from : transaction.mapping.map(this.#range.to, 1);
    this.#range = { from, to: Math.max(from, to) };
  };
}
