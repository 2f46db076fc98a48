import type { NodeViewRendererProps } from "@tiptap/core";
import type { Node, ResolvedPos } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView, NodeView, ViewMutationRecord } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";

const views = new WeakMap<Element, DetailsView>();

/** Which are open in front of this reader, for those whose view is made again. */
const opened = new Set<string>();

/** Opens whatever hides this place of the document. */
export function reveal(view: EditorView, $place: ResolvedPos): void {
  for (let depth = $place.depth; depth > 0; depth -= 1) {
    if ($place.node(depth).type.name === "detailsContent") detailsAt(view, $place.before(depth - 1))?.setOpen(true);
  }
}

/** Opens what is closed and closes what is open, for this reader alone. */
export function toggleOpen(view: EditorView, position: number): boolean {
  const details = detailsAt(view, position);
  details?.setOpen(!details.isOpen);
  return details !== null;
}

export function isOpenAt(view: EditorView, position: number): boolean {
  return detailsAt(view, position)?.isOpen ?? true;
}

function detailsAt(view: EditorView, position: number): DetailsView | null {
  const dom = view.nodeDOM(position);
  return dom instanceof Element ? (views.get(dom) ?? null) : null;
}

/**
 * A summary with a chevron, and what it hides. What is hidden is still found by the browser's own search and by links
 * to it. Opening and closing never touches the document.
 */
export class DetailsView implements NodeView {
  readonly dom = element("div", { class: "details" });
  readonly contentDOM = element("div", { class: "details-body" });
  readonly #button = element("button", { type: "button", class: "details-toggle" }, icon("chevronRight"));
  readonly #view: EditorView;
  readonly #getPos: () => number | undefined;
  #node: Node;
  #id: unknown;
  #open: boolean;

  constructor({ view, node, getPos }: NodeViewRendererProps) {
    this.#view = view;
    this.#getPos = getPos;
    this.#node = node;
    this.#id = node.attrs["id"];
    this.#open = this.#isKnownOpen();
    this.dom.append(
      element("div", { class: "block-control", contenteditable: "false" }, this.#button),
      this.contentDOM,
    );
    // A click leaves the caret in the text, if that has one.
    this.#button.addEventListener("mousedown", (event) => {
      if (view.editable) event.preventDefault();
    });
    this.#button.addEventListener("click", () => {
      this.setOpen(!this.#open);
    });
    this.contentDOM.addEventListener("beforematch", () => {
      this.setOpen(true);
    });
    views.set(this.dom, this);
    this.#show();
  }

  get isOpen(): boolean {
    return this.#open;
  }

  setOpen(open: boolean): void {
    if (open === this.#open) return;
    this.#open = open;
    if (typeof this.#id === "string") opened[open ? "add" : "delete"](this.#id);
    if (!open) this.#bringCaretOut();
    this.#show();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    const id: unknown = node.attrs["id"];
    // An id that is given to the very same block takes its state along; another block has its own.
    if (id !== this.#id && this.#id === null && this.#open && typeof id === "string") opened.add(id);
    else if (id !== this.#id) this.#open = typeof id === "string" && opened.has(id);
    this.#id = id;
    this.#node = node;
    this.#show();
    return true;
  }

  /** Its content's own view asks for this as soon as it is in its place. */
  show(content: HTMLElement): void {
    if (this.#open) content.removeAttribute("hidden");
    else content.setAttribute("hidden", "until-found");
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && this.#button.contains(event.target);
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }

  #isKnownOpen(): boolean {
    return typeof this.#id === "string" && opened.has(this.#id);
  }

  #show(): void {
    if (typeof this.#id === "string") this.dom.dataset["id"] = this.#id;
    const summary = this.#node.firstChild?.textContent.trim() ?? "";
    this.#button.setAttribute("aria-expanded", String(this.#open));
    this.#button.setAttribute("aria-label", summary === "" ? t("Details") : t("Details: {summary}", { summary }));
    const content = this.contentDOM.querySelector<HTMLElement>(":scope > .details-content");
    if (content !== null) this.show(content);
  }

  /** A caret that can't be seen would write where nobody looks. */
  #bringCaretOut(): void {
    const position = this.#getPos();
    if (position === undefined || !this.#view.editable) return;
    const { state, dispatch } = this.#view;
    const contentAt = position + 1 + (this.#node.firstChild?.nodeSize ?? 0);
    const { from, to } = state.selection;
    if (to < contentAt || from > position + this.#node.nodeSize) return;
    dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(contentAt - 1), -1)));
  }
}

/** What the details hide. It is made before it is put into them. */
export class DetailsContentView implements NodeView {
  readonly dom = element("div", { class: "details-content" });
  readonly contentDOM = this.dom;

  constructor() {
    queueMicrotask(() => {
      const details = this.dom.closest(".details");
      if (details !== null) views.get(details)?.show(this.dom);
    });
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type === "attributes" && mutation.target === this.dom;
  }
}
