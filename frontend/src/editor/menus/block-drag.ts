import type { Editor } from "@tiptap/core";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { gapNear, type Gap } from "./drop-gap";
import { moveBlock } from "./moving";
import type { Target } from "./target";
import { inOneStep } from "./undo-step";

const STARTS_AFTER_PX = 4;
const SCROLL_EDGE_PX = 72;
const SCROLL_STEP_PX = 14;
const CHIP_LETTERS = 60;

/** Moves a block by its grip: a line says where it would go. Escape leaves it where it is. */
export class BlockDrag {
  readonly #editor: Editor;
  readonly #grip: HTMLElement;
  readonly #target: Target;
  readonly #line = element("div", { class: "drop-line", "aria-hidden": "true", hidden: true });
  readonly #chip = element("div", { class: "drag-chip", "aria-hidden": "true", hidden: true });
  readonly #stop = new AbortController();
  #start: PointerEvent | null = null;
  #last: PointerEvent | null = null;
  #frame: number | null = null;
  #gap: Gap | null = null;
  #indent = 0;

  constructor(editor: Editor, grip: HTMLElement, target: Target) {
    this.#editor = editor;
    this.#grip = grip;
    this.#target = target;
    editor.view.dom.parentElement?.append(this.#line);
    document.body.append(this.#chip);
    const { signal } = this.#stop;
    grip.addEventListener("pointerdown", this.#onDown, { signal });
    grip.addEventListener("pointermove", this.#onMove, { signal });
    grip.addEventListener("pointerup", this.#onUp, { signal });
    grip.addEventListener("pointercancel", this.#end, { signal });
    grip.addEventListener("lostpointercapture", this.#end, { signal });
    // The click that ends a drag opens no menu.
    grip.addEventListener("click", this.#onClick, { signal, capture: true });
    window.addEventListener("keydown", this.#onKey, { signal, capture: true });
  }

  get isOn(): boolean {
    return this.#last !== null;
  }

  destroy(): void {
    this.#end();
    this.#stop.abort();
    this.#line.remove();
    this.#chip.remove();
  }

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || this.#target.spot === null) return;
    this.#start = event;
    this.#dropped = false;
    this.#grip.setPointerCapture(event.pointerId);
  };

  #dropped = false;

  readonly #onMove = (event: PointerEvent): void => {
    if (this.#start === null) return;
    const far = Math.hypot(event.clientX - this.#start.clientX, event.clientY - this.#start.clientY);
    if (this.#last === null && (far < STARTS_AFTER_PX || !this.#begin())) return;
    this.#last = event;
    this.#frame ??= requestAnimationFrame(this.#follow);
  };

  #begin(): boolean {
    const { spot } = this.#target;
    if (spot === null || this.#start === null) return false;
    const dom = this.#editor.view.nodeDOM(spot.pos);
    if (dom instanceof HTMLElement) this.#indent = dom.getBoundingClientRect().left - this.#start.clientX;
    const text = spot.node.textContent.trim().slice(0, CHIP_LETTERS);
    this.#chip.textContent = text === "" ? t("Block") : text;
    this.#chip.hidden = false;
    document.documentElement.dataset["dragging"] = "block";
    return true;
  }

  /** Once a frame; near the window's edge the page scrolls along. */
  readonly #follow = (): void => {
    this.#frame = null;
    if (this.#last === null) return;
    const { clientX, clientY } = this.#last;
    this.#chip.style.setProperty("translate", `${clientX + 12}px ${clientY + 8}px`);
    const { spot } = this.#target;
    this.#gap = spot === null ? null : gapNear(this.#editor, spot, clientX + this.#indent, clientY);
    this.#draw();
    const below = clientY > window.innerHeight - SCROLL_EDGE_PX;
    if (!below && clientY > SCROLL_EDGE_PX) return;
    const before = window.scrollY;
    window.scrollBy(0, below ? SCROLL_STEP_PX : -SCROLL_STEP_PX);
    if (window.scrollY !== before) this.#frame = requestAnimationFrame(this.#follow);
  };

  #draw(): void {
    this.#line.hidden = this.#gap === null;
    if (this.#gap === null) return;
    const body = this.#line.offsetParent?.getBoundingClientRect() ?? new DOMRect();
    this.#line.style.setProperty("left", `${Math.round(this.#gap.left - body.left)}px`);
    this.#line.style.setProperty("top", `${Math.round(this.#gap.top - body.top)}px`);
    this.#line.style.setProperty("width", `${Math.round(this.#gap.width)}px`);
  }

  readonly #onUp = (): void => {
    if (this.#last === null) return;
    this.#dropped = true;
    // What somebody else wrote meanwhile has moved the gap.
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#follow();
    const { spot } = this.#target;
    const gap = this.#gap;
    this.#end();
    if (spot === null || gap === null) return;
    inOneStep(this.#editor, (transaction) => moveBlock(transaction, spot, gap.pos));
    this.#editor.view.focus();
  };

  readonly #end = (): void => {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = this.#start = this.#last = this.#gap = null;
    this.#line.hidden = this.#chip.hidden = true;
    delete document.documentElement.dataset["dragging"];
  };

  readonly #onClick = (event: MouseEvent): void => {
    if (!this.#dropped || event.detail === 0) return;
    this.#dropped = false;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.#last === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#dropped = true;
    this.#end();
  };
}
