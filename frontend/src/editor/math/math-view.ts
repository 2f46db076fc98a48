import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { showFormula } from "./formula";

/** A formula in the text: drawn by KaTeX once that is loaded, opened by a click or Enter. */
export class MathView implements NodeView {
  readonly dom: HTMLElement;
  readonly #editor: Editor;
  readonly #position: () => number | undefined;
  #node: Node;

  constructor(node: Node, editor: Editor, position: () => number | undefined) {
    this.#node = node;
    this.#editor = editor;
    this.#position = position;
    this.dom = element(node.isInline ? "span" : "div", { class: node.isInline ? "math" : "math math--block" });
    this.dom.addEventListener("click", this.#edit);
    this.#draw();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    const changed = node.attrs["latex"] !== this.#node.attrs["latex"];
    this.#node = node;
    if (changed) this.#draw();
    return true;
  }

  ignoreMutation(): boolean {
    return true;
  }

  #draw(): void {
    const { id } = this.#node.attrs as { id?: string | null };
    if (typeof id === "string") this.dom.dataset["id"] = id;
    showFormula(this.dom, String(this.#node.attrs["latex"]), !this.#node.isInline);
  }

  readonly #edit = (): void => {
    const at = this.#position();
    if (at === undefined || !this.#editor.isEditable) return;
    this.#editor.commands.editMath(at);
  };
}
