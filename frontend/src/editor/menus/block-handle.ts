import type { Editor } from "@tiptap/core";
import type { Node as Block } from "@tiptap/pm/model";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { BlockDrag } from "./block-drag";
import { BlockMenu } from "./block-menu";
import { caretBlock } from "./block-steps";
import { handles } from "./handles";
import { blockAt, ITEMS, outerBlockAt, type Spot } from "./movable";
import { addBelow } from "./moving";
import { Target } from "./target";
import { inOneStep } from "./undo-step";

const GAP_PX = 6;
const WIDE = "(width >= 40rem)";

/** Beside a block: drag it, open its menu, or add one below it. It comes with the pointer, or by a shortcut. */
export class BlockHandle {
  readonly #editor: Editor;
  readonly #target: Target;
  readonly #menu: BlockMenu;
  readonly #drag: BlockDrag;
  readonly #stop = new AbortController();
  readonly #add = handleButton("plus", t("Add a block below"));
  readonly #grip = handleButton("grip", t("Block menu"), t("Drag to move, click for the menu"));
  readonly #dom = element("div", { class: "block-handle", role: "group", "aria-label": t("Block"), hidden: true });
  #pointer: { x: number; y: number } | null = null;
  #frame: number | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#target = new Target(editor);
    this.#menu = new BlockMenu(editor, "block-menu", "menu", () => this.#target.spot);
    this.#drag = new BlockDrag(editor, this.#grip, this.#target);
    this.#grip.setAttribute("popovertarget", this.#menu.popup.dom.id);
    this.#grip.setAttribute("aria-haspopup", "menu");
    this.#grip.setAttribute("aria-expanded", "false");
    this.#dom.append(this.#add, this.#grip);
    editor.view.dom.parentElement?.append(this.#dom);
    this.#listen();
    handles.set(editor, this);
  }

  /** Comes to the block with the caret, and takes the focus. */
  focus(): boolean {
    const spot = caretBlock(this.#editor);
    if (spot === null || !this.#editor.isEditable || !matchMedia(WIDE).matches) return false;
    this.#show(spot);
    this.#grip.focus();
    return true;
  }

  update(): void {
    if (!this.#dom.hidden) this.#schedule();
  }

  destroy(): void {
    this.#stop.abort();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#drag.destroy();
    this.#menu.destroy();
    this.#target.destroy();
    this.#dom.remove();
  }

  get #isHeld(): boolean {
    return this.#menu.popup.isOpen || this.#drag.isOn || this.#dom.contains(document.activeElement);
  }

  #listen(): void {
    const { signal } = this.#stop;
    const paper = this.#editor.view.dom.closest<HTMLElement>(".paper") ?? this.#editor.view.dom;
    window.addEventListener("pointermove", this.#onPointer, { signal, passive: true });
    paper.addEventListener("keydown", this.#onTyping, { signal });
    this.#dom.addEventListener("keydown", this.#onKey, { signal });
    this.#add.addEventListener("click", this.#addBelow, { signal });
    // The caret stays in the text.
    this.#dom.addEventListener(
      "mousedown",
      (event) => {
        event.preventDefault();
      },
      { signal },
    );
    this.#menu.popup.dom.addEventListener("toggle", this.#schedule, { signal });
    window.addEventListener("resize", this.#schedule, { signal });
  }

  readonly #onPointer = ({ target, pointerType, clientX, clientY }: PointerEvent): void => {
    if (pointerType === "touch" || this.#isHeld) return;
    const isInside = target instanceof Element && target.closest(".paper") !== null;
    this.#pointer = isInside ? { x: clientX, y: clientY } : null;
    if (!this.#dom.contains(target as Node)) this.#schedule();
  };

  readonly #schedule = (): void => {
    this.#frame ??= requestAnimationFrame(this.#refresh);
  };

  readonly #refresh = (): void => {
    this.#frame = null;
    if (this.#editor.isDestroyed || this.#drag.isOn) return;
    if (this.#isHeld) this.#show(this.#target.spot);
    else if (this.#pointer === null || !this.#editor.isEditable || !matchMedia(WIDE).matches) this.#show(null);
    else this.#show(this.#spotAt(this.#pointer));
  };

  /** Beside the text it is the outermost block there, unless the pointer comes from one within it. */
  #spotAt({ x, y }: { x: number; y: number }): Spot | null {
    const { view, state } = this.#editor;
    const box = view.dom.getBoundingClientRect();
    if (y < box.top || y > box.bottom) return null;
    const left = Math.min(Math.max(x, box.left + 1), box.right - 1);
    const found = view.posAtCoords({ left, top: y });
    if (found === null) return this.#target.spot;
    const pos = isLeaf(state.doc, found.inside) ? found.inside : found.pos;
    if (x >= box.left) return blockAt(state.doc, pos);
    const outer = outerBlockAt(state.doc, pos);
    const present = this.#target.spot;
    const isWithin =
      outer !== null && present !== null && present.pos >= outer.pos && present.pos < outer.pos + outer.node.nodeSize;
    return isWithin ? present : outer;
  }

  #show(spot: Spot | null): void {
    this.#target.set(spot);
    const dom = spot === null ? null : this.#editor.view.nodeDOM(spot.pos);
    this.#dom.hidden = !(dom instanceof HTMLElement);
    if (spot === null || !(dom instanceof HTMLElement)) return;
    const body = this.#dom.offsetParent?.getBoundingClientRect() ?? new DOMRect();
    const { left, top } = anchorOf(this.#editor, spot, dom);
    const size = this.#dom.getBoundingClientRect();
    this.#dom.style.setProperty("left", `${Math.round(left - body.left - size.width - GAP_PX)}px`);
    this.#dom.style.setProperty("top", `${Math.round(top - body.top - size.height / 2)}px`);
  }

  readonly #onTyping = (event: KeyboardEvent): void => {
    if (this.#dom.contains(event.target as Node) || this.#dom.hidden) return;
    this.#pointer = null;
    this.#schedule();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      this.#editor.commands.focus();
      this.#pointer = null;
      this.#show(null);
    } else if (event.key === "ArrowLeft") this.#add.focus();
    else if (event.key === "ArrowRight") this.#grip.focus();
    else if (event.key === "ArrowDown" && event.target === this.#grip) this.#grip.click();
    else return;
    event.preventDefault();
  };

  /** An empty paragraph, and the slash menu for it. */
  readonly #addBelow = (): void => {
    const { spot } = this.#target;
    if (spot === null) return;
    this.#editor.view.focus();
    inOneStep(this.#editor, (transaction) => {
      addBelow(transaction, spot);
      transaction.insertText("/");
      return true;
    });
    this.#pointer = null;
    this.#show(null);
  };
}

function isLeaf(doc: Block, pos: number): boolean {
  return pos >= 0 && doc.nodeAt(pos)?.isAtom === true;
}

/** Where the handle belongs: beside a list's markers, at the middle of the first line. */
function anchorOf({ view }: Editor, { pos, node }: Spot, dom: HTMLElement): { left: number; top: number } {
  const box = dom.getBoundingClientRect();
  const list = ITEMS.has(node.type.name) ? dom.parentElement : null;
  const left = list?.getBoundingClientRect().left ?? box.left;
  if (node.isAtom || node.type.spec["tableRole"] === "table")
    return { left, top: box.top + Math.min(box.height / 2, 18) };
  const line = view.coordsAtPos(firstText(view.state.doc, pos));
  const isInside = line.top >= box.top - 1 && line.bottom <= box.bottom + 1;
  return { left, top: isInside ? (line.top + line.bottom) / 2 : box.top + Math.min(box.height / 2, 18) };
}

function firstText(doc: Block, pos: number): number {
  let at = pos;
  let node = doc.nodeAt(pos);
  while (node !== null && !node.isTextblock && node.firstChild !== null) {
    at += 1;
    node = node.firstChild;
  }
  return at + 1;
}

function handleButton(name: "plus" | "grip", label: string, tooltip = label): HTMLButtonElement {
  return element(
    "button",
    { type: "button", class: "block-handle-button", "aria-label": label, "data-tooltip": tooltip, tabindex: "-1" },
    icon(name),
  );
}
