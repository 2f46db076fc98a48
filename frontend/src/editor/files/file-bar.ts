import type { PluginView } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import { element, pageMain } from "../../lib/element";
import { place } from "../../lib/place";
import { BarButtons, type BarActions } from "./bar-buttons";
import { selectedFile } from "./selected-file";

const GAP_PX = 6;

/** The bar over the selected picture or file. There is one for the whole text: it stays when a block is drawn anew. */
export class FileBar implements PluginView {
  readonly #view: EditorView;
  readonly #buttons: BarButtons;
  readonly #dom: HTMLElement;
  readonly #stop = new AbortController();
  #frame: number | null = null;

  constructor(view: EditorView, actions: BarActions) {
    this.#view = view;
    this.#buttons = new BarButtons(actions, () => {
      view.focus();
    });
    this.#dom = element("div", { class: "file-bar-holder", popover: "manual" }, this.#buttons.dom);
    const { signal } = this.#stop;
    for (const target of [view.dom, this.#dom]) {
      target.addEventListener("focusin", this.#refresh, { signal });
      target.addEventListener("focusout", this.#refresh, { signal });
    }
    window.addEventListener("scroll", this.#refresh, { signal, passive: true, capture: true });
    window.addEventListener("resize", this.#refresh, { signal });
    view.dom.addEventListener("load", this.#refresh, { signal, capture: true });
  }

  update(): void {
    this.#refresh();
  }

  destroy(): void {
    this.#stop.abort();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#dom.remove();
  }

  /** Whether there is a bar to go to. */
  focus(): boolean {
    if (!this.#isOpen) return false;
    this.#buttons.focus();
    return true;
  }

  get #isOpen(): boolean {
    return this.#dom.isConnected && this.#dom.matches(":popover-open");
  }

  /** After the focus has arrived where it is going, and once a frame at the most. */
  readonly #refresh = (): void => {
    this.#frame ??= requestAnimationFrame(this.#show);
  };

  readonly #show = (): void => {
    this.#frame = null;
    // The focus comes back from a dialog to the button that opened it.
    if (document.querySelector("dialog:modal") !== null) return;
    const node = this.#view.isDestroyed ? null : selectedFile(this.#view.state);
    const hasFocus = [this.#view.dom, this.#dom].some((one) => one.contains(document.activeElement));
    if (node === null || !this.#view.editable || !hasFocus || !this.#isInSight()) {
      if (this.#isOpen) this.#dom.hidePopover();
      return;
    }
    this.#buttons.show(node);
    if (!this.#dom.isConnected) pageMain().append(this.#dom);
    if (!this.#isOpen) this.#dom.showPopover();
    const contextElement = this.#view.dom;
    void place(this.#dom, { getBoundingClientRect: this.#visibleRect, contextElement }, "top");
  };

  #isInSight(): boolean {
    const { top, bottom } = this.#blockRect();
    const end = document.querySelector(".toolbar--phone:not([hidden])")?.getBoundingClientRect().top;
    return bottom > barBottom() && top < (end ?? window.innerHeight);
  }

  #blockRect(): DOMRect {
    const block = this.#view.nodeDOM(this.#view.state.selection.from);
    const shown = block instanceof Element ? (block.querySelector(".image-frame") ?? block) : this.#view.dom;
    return shown.getBoundingClientRect();
  }

  /** The part of the block that is in sight: the bar of a tall picture stays on the screen. */
  readonly #visibleRect = (): DOMRect => {
    const { left, top, width, bottom } = this.#blockRect();
    const highest = this.#dom.offsetHeight + barBottom();
    const seenTop = Math.max(top, Math.min(highest, bottom));
    return new DOMRect(left, seenTop, width, bottom - seenTop);
  };
}

/** Where the text comes out from under the page's own bar. */
function barBottom(): number {
  return (document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0) + 2 * GAP_PX;
}
