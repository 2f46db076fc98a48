import type { Editor } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";

import { find, nodeAt, type Spot } from "./movable";

/** A block that is kept in sight while the document changes around it and in it. */
export class Target {
  readonly #editor: Editor;
  #spot: Spot | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
    editor.on("transaction", this.#follow);
  }

  get spot(): Spot | null {
    return this.#spot;
  }

  set(spot: Spot | null): void {
    this.#spot = spot;
  }

  destroy(): void {
    this.#editor.off("transaction", this.#follow);
  }

  readonly #follow = ({ transaction }: { transaction: Transaction }): void => {
    if (this.#spot === null || !transaction.docChanged) return;
    const { pos, node } = this.#spot;
    const mapped = transaction.mapping.mapResult(pos);
    // One transaction within another is heard of first.
    const there = mapped.deletedAfter ? null : nodeAt(transaction.doc, mapped.pos);
    if (there?.type === node.type) this.#spot = { pos: mapped.pos, node: there };
    else this.#spot = find(transaction.doc, this.#spot);
  };
}
