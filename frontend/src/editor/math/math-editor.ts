import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Selection, type Transaction } from "@tiptap/pm/state";

import { element, pageMain } from "../../lib/element";
import { t } from "../../lib/i18n";
import { keyNames } from "../../lib/platform";
import { place } from "../../lib/place";
import { NODES } from "../schema/description";
import { isMath } from "./commands";
import { showFormula } from "./formula";
import { follow } from "./follow";

let open: MathEditor | null = null;

/** Opens the formula at `at`: its LaTeX, and how it will look. */
export function openMathEditor(editor: Editor, at: number): void {
  const node = editor.state.doc.nodeAt(at);
  if (node === null || !isMath(node.type.name) || !editor.isEditable) return;
  open?.commit();
  open = new MathEditor(editor, node, at);
}

class MathEditor {
  readonly #editor: Editor;
  readonly #area: HTMLTextAreaElement;
  readonly #preview = element("div", {
    class: "math-preview",
    role: "group",
    "aria-label": t("Preview"),
    tabindex: "0",
  });
  readonly #box: HTMLFormElement;
  readonly #stop = new AbortController();
  #node: Node;
  #at: number;

  constructor(editor: Editor, node: Node, at: number) {
    this.#editor = editor;
    this.#node = node;
    this.#at = at;
    const maxlength = String(NODES[node.type.name]?.attributes["latex"]?.maxLength ?? "");
    this.#area = element("textarea", {
      ...{
        class: "input",
        "aria-label": t("Formula in LaTeX"),
        spellcheck: "false",
        autocomplete: "off",
        autocapitalize: "off",
      },
      ...{ rows: "2", maxlength, placeholder: "\\frac{a}{b}" },
    });
    this.#area.value = String(node.attrs["latex"]);
    this.#box = this.#makeBox();
    pageMain().append(this.#box);
    this.#box.showPopover();
    this.#listen();
    this.#show();
    this.#area.focus();
    this.#area.select();
  }

  /** Writes what stands in the field; an empty one takes the formula away. */
  readonly commit = (): void => {
    const latex = this.#area.value.trim();
    const { tr } = this.#editor.state;
    const isThere = tr.doc.nodeAt(this.#at)?.type === this.#node.type;
    if (this.#editor.isEditable && isThere && latex === "") this.#remove(tr);
    else if (this.#editor.isEditable && isThere && latex !== this.#node.attrs["latex"]) this.#write(tr, latex);
    this.#close();
  };

  #write(tr: Transaction, latex: string): void {
    this.#editor.view.dispatch(tr.setNodeAttribute(this.#at, "latex", latex));
  }

  #remove(tr: Transaction): void {
    tr.delete(this.#at, this.#at + this.#node.nodeSize);
    if (tr.doc.content.size === 0) return;
    this.#editor.view.dispatch(
      tr.setSelection(Selection.near(tr.doc.resolve(Math.min(this.#at, tr.doc.content.size)))),
    );
  }

  /** An empty formula that was just put there goes again. */
  readonly #cancel = (): void => {
    if (this.#node.attrs["latex"] === "") {
      this.#area.value = "";
      this.commit();
    } else {
      this.#close();
    }
  };

  readonly #close = (): void => {
    if (open === this) open = null;
    this.#stop.abort();
    this.#editor.off("transaction", this.#follow);
    this.#editor.off("destroy", this.#close);
    this.#box.remove();
    if (this.#editor.isDestroyed) return;
    const { state, view } = this.#editor;
    const after = Math.min(this.#at + this.#node.nodeSize, state.doc.content.size);
    if (state.doc.nodeAt(this.#at)?.type === this.#node.type && view.editable) {
      view.dispatch(state.tr.setSelection(Selection.near(state.doc.resolve(after), 1)));
    }
    view.focus();
  };

  #makeBox(): HTMLFormElement {
    const done = element("button", { type: "submit", class: "button button--primary button--small" }, t("Done"));
    const cancel = element("button", { type: "button", class: "button button--quiet button--small" }, t("Cancel"));
    cancel.addEventListener("click", this.#cancel);
    done.dataset["shortcut"] = "Enter";
    const hint = element(
      "span",
      { class: "field-hint" },
      t("{keys} for a new line", { keys: keyNames("Shift-Enter").join(" ") }),
    );
    const foot = element("div", { class: "math-editor-foot" }, hint, cancel, done);
    const attributes = { class: "math-editor", popover: "manual", role: "dialog", "aria-label": t("Formula") };
    return element("form", attributes, this.#area, this.#preview, foot);
  }

  #listen(): void {
    const { signal } = this.#stop;
    this.#editor.on("transaction", this.#follow);
    this.#editor.on("destroy", this.#close);
    this.#area.addEventListener("input", this.#show, { signal });
    this.#box.addEventListener("submit", (event) => {
      event.preventDefault();
      this.commit();
    });
    this.#box.addEventListener("keydown", this.#onKey, { signal });
    document.addEventListener("pointerdown", this.#onPointer, { signal, capture: true });
    for (const type of ["scroll", "resize"]) window.addEventListener(type, this.#place, { signal, passive: true });
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "Escape") this.#cancel();
    else if (event.key === "Enter" && event.target === this.#area && !event.shiftKey) this.commit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** A click elsewhere keeps what was written. */
  readonly #onPointer = ({ target }: PointerEvent): void => {
    if (target instanceof globalThis.Node && !this.#box.contains(target)) this.commit();
  };

  readonly #show = (): void => {
    showFormula(this.#preview, this.#area.value.trim(), !this.#node.isInline);
    this.#place();
  };

  readonly #place = (): void => {
    const dom = this.#editor.view.nodeDOM(this.#at);
    if (dom instanceof Element) void place(this.#box, dom, "bottom-start");
  };

  readonly #follow = ({ transaction }: { transaction: Transaction }): void => {
    if (!transaction.docChanged) return;
    const at = follow(transaction, this.#node, this.#at);
    if (at === null) return;
    this.#at = at;
    this.#place();
  };
}
