import type { Editor } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";

import { t } from "../../lib/i18n";
import type { Action } from "../actions";
import { isRemote } from "../guard";
import { PhoneBar, TopBar } from "./fixed-bars";
import { handles } from "./handles";
import { LinkCard } from "./link-card";
import { linkAction, openLinkDialog } from "./link-dialog";
import { SelectionBar } from "./selection-bar";

const NARROW = "(width < 40rem)";

/**
 * The formatting bars: one that comes with a selection, one that stays if it is wanted, at phone width one above the
 * keyboard; and the card of the link that the caret is in.
 */
export class FormatBars {
  readonly #editor: Editor;
  readonly #selection: SelectionBar;
  readonly #top: TopBar;
  readonly #phone: PhoneBar;
  readonly #card: LinkCard;
  readonly #stop = new AbortController();
  readonly #narrow = matchMedia(NARROW);
  #pointing = false;
  #dismissed = false;
  /** Whoever writes a link needs no card about it. */
  #isWriting = false;
  #frame: number | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
    const link = linkAction(this.openLink);
    this.#selection = new SelectionBar(editor, link);
    this.#card = new LinkCard(editor, this.openLink);
    this.#phone = new PhoneBar(editor, link, INSERT);
    this.#top = new TopBar(editor, link, this.#refresh);
    this.#listen();
    this.#refresh();
  }

  readonly openLink = (): void => {
    this.#selection.hide();
    this.#card.hide();
    if (this.#editor.isEditable) openLinkDialog(this.#editor);
  };

  /** Goes to the card of the link, to the bar that there is, or to the handle of the block. */
  focus(): boolean {
    // What is due in the next frame, now.
    this.#update();
    const [first] = [
      ...(this.#card.isOpen ? [this.#card] : []),
      ...(this.#selection.isOpen ? [this.#selection.toolbar] : []),
      ...[this.#top, this.#phone].map(({ toolbar }) => toolbar).filter(({ dom }) => !dom.hidden),
    ];
    if (first === undefined) return handles.get(this.#editor)?.focus() ?? false;
    first.focus();
    return true;
  }

  /** Takes away what came by itself: a menu first. */
  dismiss(): boolean {
    for (const { toolbar } of [this.#selection, this.#top, this.#phone]) {
      if (toolbar.closeMenus()) return true;
    }
    if (!this.#selection.isOpen && !this.#card.isOpen) return false;
    this.#dismissed = true;
    this.#refresh();
    return true;
  }

  destroy(): void {
    this.#stop.abort();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#editor.off("transaction", this.#onTransaction);
    this.#editor.off("focus", this.#refresh);
    this.#editor.off("blur", this.#refresh);
    this.#card.dom.remove();
    for (const bar of [this.#selection, this.#top, this.#phone]) bar.destroy();
  }

  #listen(): void {
    const { signal } = this.#stop;
    this.#editor.on("transaction", this.#onTransaction);
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
    for (const dom of [this.#selection, this.#top, this.#phone].map(({ toolbar }) => toolbar.dom)) {
      dom.addEventListener("focusout", this.#refresh, { signal });
    }
    this.#card.dom.addEventListener("focusout", this.#refresh, { signal });
    document.addEventListener("toggle", this.#refresh, { signal, capture: true });
    window.addEventListener("scroll", this.#refresh, { signal, passive: true });
    this.#narrow.addEventListener("change", this.#refresh, { signal });
  }

  readonly #onTransaction = ({ transaction }: { transaction: Transaction }): void => {
    if (!isRemote(transaction)) {
      if (transaction.docChanged) this.#isWriting = true;
      else if (transaction.selectionSet) this.#isWriting = this.#dismissed = false;
    }
    this.#refresh();
  };

  /** Once a frame at the most, and after the focus has arrived where it is going. */
  readonly #refresh = (): void => {
    this.#frame ??= requestAnimationFrame(this.#update);
  };

  readonly #update = (): void => {
    this.#frame = null;
    const { isEditable, isDestroyed, view } = this.#editor;
    if (isDestroyed) return;
    const bars = [this.#selection, this.#top, this.#phone];
    const inside = view.hasFocus() || this.#card.isInUse || bars.some(({ toolbar }) => toolbar.isInUse);
    const narrow = this.#narrow.matches;
    const top = isEditable && !narrow && this.#top.isWanted;
    this.#phone.show(isEditable && narrow && inside);
    this.#top.show(top);
    const offered = isEditable && inside && !this.#pointing && !this.#dismissed;
    if (offered && !narrow && !top && this.#selection.hasCause) this.#selection.show();
    else this.#selection.hide();
    if (offered && !this.#isWriting) this.#card.showAtCaret();
    else this.#card.hide();
  };
}

/** Opens the slash menu where the caret is. */
const INSERT: Action = {
  id: "insert",
  name: t("Insert"),
  icon: "plus",
  run: (chain) =>
    chain.command(({ tr }) => {
      const { $from } = tr.selection;
      const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, "\n", "￼");
      tr.insertText(before === "" || /\s/.test(before) ? "/" : " /");
      return true;
    }),
};
