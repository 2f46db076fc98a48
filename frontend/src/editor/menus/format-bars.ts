import { posToDOMRect, type Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

import { pageMain } from "../../lib/element";
import { place } from "../../lib/place";
import { CODE_BLOCK, HEADINGS, HISTORY, LISTS, MARKS, QUOTE } from "../actions";
import { linkAction, openLinkDialog } from "./link-dialog";
import { Toolbar } from "./toolbar";

const NARROW = "(width < 40rem)";

/** The formatting bars: one that comes with a selection, and at phone width one above the keyboard. */
export class FormatBars {
  readonly #editor: Editor;
  readonly #selectionBar: Toolbar;
  readonly #phoneBar: Toolbar;
  readonly #stop = new AbortController();
  readonly #narrow = matchMedia(NARROW);
  #pointing = false;
  #frame: number | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
    const link = linkAction(this.openLink);
    const [bullets, ordered, tasks] = LISTS;
    const lists = [bullets, ordered, tasks].filter((list) => list !== undefined);
    this.#selectionBar = new Toolbar(editor, "Format the selection", [[...MARKS, link], HEADINGS.slice(0, 3), lists]);
    this.#phoneBar = new Toolbar(editor, "Format", [
      [...MARKS.slice(0, 2), ...LISTS.slice(2), ...LISTS.slice(0, 1)],
      HEADINGS.slice(0, 3),
      [link, ...MARKS.slice(2), ...LISTS.slice(1, 2), QUOTE, CODE_BLOCK],
      HISTORY,
    ]);
    this.#selectionBar.dom.classList.add("toolbar--floating");
    this.#selectionBar.dom.popover = "manual";
    this.#phoneBar.dom.classList.add("toolbar--phone");
    this.#phoneBar.dom.hidden = true;
    pageMain().append(this.#selectionBar.dom, this.#phoneBar.dom);
    this.#listen();
  }

  readonly openLink = (): void => {
    this.#hideSelectionBar();
    if (this.#editor.isEditable) openLinkDialog(this.#editor);
  };

  focus(): boolean {
    if (!this.#selectionBar.dom.matches(":popover-open")) return false;
    this.#selectionBar.focus();
    return true;
  }

  destroy(): void {
    this.#stop.abort();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#editor.off("transaction", this.#refresh);
    this.#editor.off("focus", this.#refresh);
    this.#editor.off("blur", this.#refresh);
    this.#selectionBar.dom.remove();
    this.#phoneBar.dom.remove();
  }

  #listen(): void {
    const { signal } = this.#stop;
    this.#editor.on("transaction", this.#refresh);
    this.#editor.on("focus", this.#refresh);
    this.#editor.on("blur", this.#refresh);
    this.#editor.view.dom.addEventListener("pointerdown", () => (this.#pointing = true), { signal });
    for (const type of ["pointerup", "pointercancel"]) {
      window.addEventListener(
        type,
        () => {
          this.#pointing = false;
          this.#refresh();
        },
        { signal },
      );
    }
    for (const { dom } of [this.#selectionBar, this.#phoneBar]) {
      dom.addEventListener("focusout", this.#refresh, { signal });
    }
    window.addEventListener("scroll", this.#refresh, { signal, passive: true });
    this.#narrow.addEventListener("change", this.#refresh, { signal });
    for (const type of ["resize", "scroll"] as const) {
      window.visualViewport?.addEventListener(type, this.#rise, { signal });
    }
  }

  /** Once a frame at the most, and after the focus has arrived where it is going. */
  readonly #refresh = (): void => {
    this.#frame ??= requestAnimationFrame(this.#update);
  };

  readonly #update = (): void => {
    this.#frame = null;
    if (this.#editor.isDestroyed) return;
    const { isEditable, view } = this.#editor;
    const inside = view.hasFocus() || this.#selectionBar.dom.contains(document.activeElement);
    this.#phoneBar.dom.hidden = !(
      isEditable &&
      this.#narrow.matches &&
      (inside || this.#phoneBar.dom.contains(document.activeElement))
    );
    if (!this.#phoneBar.dom.hidden) {
      this.#phoneBar.refresh();
      this.#rise();
    }
    if (isEditable && inside && !this.#narrow.matches && !this.#pointing && this.#hasSelectedText())
      this.#showSelectionBar();
    else this.#hideSelectionBar();
  };

  #hasSelectedText(): boolean {
    const { selection, doc } = this.#editor.state;
    if (!(selection instanceof TextSelection) || selection.empty) return false;
    const inCode = selection.$from.parent.type.spec.code === true;
    return !inCode && doc.textBetween(selection.from, selection.to).length > 0;
  }

  #showSelectionBar(): void {
    const { dom } = this.#selectionBar;
    const { view } = this.#editor;
    const { from, to } = view.state.selection;
    this.#selectionBar.refresh();
    if (!dom.matches(":popover-open")) dom.showPopover();
    void place(dom, { getBoundingClientRect: () => posToDOMRect(view, from, to), contextElement: view.dom }, "top");
  }

  #hideSelectionBar(): void {
    const { dom } = this.#selectionBar;
    if (dom.isConnected && dom.matches(":popover-open")) dom.hidePopover();
  }

  /** Keeps the phone's bar above its keyboard where the browser lays the keyboard over the page. */
  readonly #rise = (): void => {
    const viewport = window.visualViewport;
    if (viewport === null) return;
    const covered = Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop);
    this.#phoneBar.dom.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
}
