import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import type { Node } from "@tiptap/pm/model";
import type { Decoration, EditorView, NodeView, ViewMutationRecord } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { reveal } from "./details-view";
import { findFootnote, numberedBy } from "./footnote-numbers";

/** The caret goes to the footnote; where nothing can be written, its label gets the focus. */
export function goToFootnote(view: EditorView, id: unknown): boolean {
  const position = typeof id === "string" ? findFootnote(view.state.doc, "footnote", id) : null;
  if (position === null) return false;
  if (view.editable) {
    const { state } = view;
    view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(position + 1))).scrollIntoView());
    view.focus();
  } else goByEye(view, position);
  return true;
}

/** Back to where the text refers to it. */
export function goToReference(view: EditorView, id: unknown): boolean {
  const position = typeof id === "string" ? findFootnote(view.state.doc, "footnoteReference", id) : null;
  if (position === null) return false;
  if (view.editable) {
    const { state } = view;
    view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, position + 1)).scrollIntoView());
    view.focus();
  } else goByEye(view, position);
  return true;
}

function goByEye(view: EditorView, position: number): void {
  reveal(view, view.state.doc.resolve(position));
  const dom = view.nodeDOM(position);
  if (!(dom instanceof HTMLElement)) return;
  dom.scrollIntoView({ block: "center" });
  dom.querySelector("button")?.focus({ preventScroll: true });
}

/** A small number in the text. It is drawn by the style sheet, so that it is never part of the text. */
export class ReferenceView implements NodeView {
  readonly dom = element("span", { class: "footnote-reference" });
  readonly #button = element("button", { type: "button" });
  #node: Node;

  constructor(view: EditorView, node: Node, decorations: readonly Decoration[]) {
    this.#node = node;
    this.dom.append(this.#button);
    // The caret goes along with a click, and not before it.
    this.#button.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    this.#button.addEventListener("click", () => goToFootnote(view, this.#node.attrs["footnote"]));
    this.update(node, decorations);
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    const { number, isWhole } = numberedBy(decorations);
    const shown = number === null ? "?" : String(number);
    this.#button.dataset["number"] = shown;
    this.#button.setAttribute(
      "aria-label",
      isWhole ? t("Footnote {number}", { number: shown }) : t("Footnote {number}, which is gone", { number: shown }),
    );
    this.dom.classList.toggle("is-broken", !isWhole);
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.type === "mousedown" || event.type === "click";
  }

  ignoreMutation(): boolean {
    return true;
  }
}

/** A footnote behind its number, which leads back. */
export class FootnoteView implements NodeView {
  readonly dom = element("div", { class: "footnote", role: "note" });
  readonly contentDOM = element("div", { class: "footnote-content" });
  readonly #button = element("button", { type: "button", class: "footnote-label" });
  readonly #hint = element("span", { class: "footnote-hint block-control", contenteditable: "false" });
  #node: Node;

  constructor(view: EditorView, node: Node, decorations: readonly Decoration[]) {
    this.#node = node;
    const label = element("div", { class: "block-control", contenteditable: "false" }, this.#button);
    this.dom.append(label, this.contentDOM, this.#hint);
    this.#button.addEventListener("click", () => goToReference(view, this.#node.attrs["id"]));
    this.update(node, decorations);
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    const { number } = numberedBy(decorations);
    const id: unknown = node.attrs["id"];
    if (typeof id === "string") this.dom.dataset["id"] = id;
    const name = number === null ? t("Footnote") : t("Footnote {number}", { number });
    this.dom.setAttribute("aria-label", name);
    this.#button.dataset["number"] = number === null ? "–" : String(number);
    this.#button.setAttribute("aria-label", t("{footnote}: back to the text", { footnote: name }));
    this.#button.disabled = number === null;
    this.#hint.textContent = number === null ? t("Nothing in the text refers to this footnote.") : "";
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target === this.#button;
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }
}

/** What Enter does on a reference that is selected. */
export function followSelected(view: EditorView): boolean {
  const { selection } = view.state;
  return (
    selection instanceof NodeSelection &&
    selection.node.type.name === "footnoteReference" &&
    goToFootnote(view, selection.node.attrs["footnote"])
  );
}
