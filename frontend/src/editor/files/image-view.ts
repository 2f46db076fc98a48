import type { Node } from "@tiptap/pm/model";
import { NodeSelection, type Transaction } from "@tiptap/pm/state";
import type { EditorView, NodeView, ViewMutationRecord } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { NODES } from "../schema/description";
import { shownAttributes } from "../schema/attributes";
import type { Adoptions } from "./adoption";
import { Picture, type PictureSource } from "./picture";
import { ResizeHandle, WIDEST, type Side } from "./resize";

export interface ImageAttributes extends PictureSource {
  readonly width: number | null;
  readonly align: "center" | "left" | "right" | null;
}

export interface ImageViewOptions {
  readonly view: EditorView;
  readonly position: () => number | undefined;
  /** As a step of its own for undo. */
  readonly dispatchStep: (transaction: Transaction) => void;
  readonly adoptions: Adoptions;
  readonly enlarge: (image: Node) => void;
  readonly gone: (view: ImageView) => void;
}

export function imageAttributes({ attrs }: Node): ImageAttributes {
  return shownAttributes(NODES["image"]?.attributes ?? {}, attrs) as unknown as ImageAttributes;
}

/** A picture with its caption, and handles at its edges while it is selected. */
export class ImageView implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  readonly #options: ImageViewOptions;
  readonly #picture: Picture;
  readonly #frame: HTMLElement;
  readonly #handles: readonly ResizeHandle[];
  #node: Node;

  constructor(node: Node, options: ImageViewOptions) {
    this.#node = node;
    this.#options = options;
    this.#picture = new Picture(options.adoptions, () => options.view.editable);
    this.#handles = [this.#handle("left"), this.#handle("right")];
    this.#frame = element(
      "div",
      { class: "image-frame", contenteditable: "false" },
      this.#picture.dom,
      ...this.#handles.map(({ dom }) => dom),
    );
    this.contentDOM = element("figcaption", {
      ...{ class: "image-caption", dir: "auto", "data-placeholder": t("Write a caption") },
    });
    this.dom = element("figure", { class: "image" }, this.#frame, this.contentDOM);
    this.#frame.addEventListener("dblclick", this.#enlarge);
    this.#frame.addEventListener("keydown", this.#onFrameKey);
    this.#picture.image.addEventListener("load", this.#showWidth);
    this.refreshEditable();
    this.#show();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#show();
    return true;
  }

  destroy(): void {
    this.#picture.destroy();
    this.#options.gone(this);
  }

  /** Where nothing can be changed, the picture itself is what one acts on. */
  refreshEditable(): void {
    const acts = !this.#options.view.editable;
    for (const [name, value] of [
      ["role", "button"],
      ["tabindex", "0"],
      ["aria-label", this.#enlargeLabel()],
    ] as const) {
      if (acts) this.#frame.setAttribute(name, value);
      else this.#frame.removeAttribute(name);
    }
  }

  focusHandle(): void {
    this.#handles[0]?.dom.focus();
  }

  stopEvent(event: Event): boolean {
    const inside = event.target instanceof Element ? event.target.closest(".resize, button") : null;
    return (
      (inside !== null && this.#frame.contains(inside)) || (event.type === "keydown" && event.target === this.#frame)
    );
  }

  ignoreMutation({ type, target }: ViewMutationRecord): boolean {
    return type !== "selection" && !this.contentDOM.contains(target);
  }

  #handle(side: Side): ResizeHandle {
    return new ResizeHandle({
      side,
      width: () => this.#shownWidth(),
      columnPixels: () => this.dom.clientWidth,
      isCentred: () => imageAttributes(this.#node).align === "center",
      preview: (width) => {
        this.#setWidth(width ?? imageAttributes(this.#node).width);
      },
      store: this.#store,
      leave: () => {
        this.#options.view.focus();
      },
    });
  }

  #show(): void {
    const attributes = imageAttributes(this.#node);
    this.#picture.show(attributes);
    this.dom.dataset["align"] = attributes.align ?? "left";
    this.dom.classList.toggle("image--bare", this.#node.content.size === 0);
    this.#setWidth(attributes.width);
    if (!this.#options.view.editable) this.#frame.setAttribute("aria-label", this.#enlargeLabel());
  }

  #setWidth(width: number | null): void {
    this.#frame.style.setProperty("width", width === null ? "auto" : `${width}%`);
    this.#frame.classList.toggle("image-frame--sized", width !== null);
    this.#showWidth();
  }

  readonly #showWidth = (): void => {
    for (const handle of this.#handles) handle.show(this.#shownWidth());
  };

  #shownWidth(): number {
    const width = this.#frame.style.getPropertyValue("width");
    if (width.endsWith("%")) return Number.parseInt(width);
    const { clientWidth } = this.dom;
    return clientWidth === 0 ? WIDEST : Math.round((this.#frame.clientWidth / clientWidth) * WIDEST);
  }

  readonly #store = (width: number): void => {
    const { view, position, dispatchStep } = this.#options;
    const at = position();
    if (at !== undefined && view.editable) dispatchStep(view.state.tr.setNodeAttribute(at, "width", width));
  };

  readonly #enlarge = (): void => {
    this.#options.enlarge(this.#node);
  };

  readonly #onFrameKey = (event: KeyboardEvent): void => {
    if (event.target !== this.#frame || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    this.#enlarge();
  };

  #enlargeLabel(): string {
    const { alt } = imageAttributes(this.#node);
    return alt === null || alt === "" ? t("Enlarge the picture") : t("Enlarge the picture: {alt}", { alt });
  }
}

/** Selects the image, or the attachment, at this place. */
export function selectBlock(view: EditorView, place: number): void {
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, place)));
  view.focus();
}
