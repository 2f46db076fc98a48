import { posToDOMRect, type Editor } from "@tiptap/core";
import { AllSelection, TextSelection } from "@tiptap/pm/state";

import { pageMain } from "../../lib/element";
import { t } from "../../lib/i18n";
import { place } from "../../lib/place";
import type { Action } from "../actions";
import { BarMenus, pick } from "./bar-items";
import { Toolbar } from "./toolbar";

/** The bar that comes with a selection of text. */
export class SelectionBar {
  readonly toolbar: Toolbar;
  readonly #editor: Editor;

  constructor(editor: Editor, link: Action) {
    this.#editor = editor;
    const menus = new BarMenus(editor, "selection");
    this.toolbar = new Toolbar(editor, t("Format the selection"), [
      [menus.turnInto()],
      [...pick("bold", "italic", "underline", "strike", "code"), link],
      [menus.colour(), menus.alignment(), menus.more()],
    ]);
    this.toolbar.dom.classList.add("toolbar--floating");
    this.toolbar.dom.popover = "manual";
    pageMain().append(this.toolbar.dom);
  }

  get isOpen(): boolean {
    return this.toolbar.dom.matches(":popover-open");
  }

  /** Whether text is selected that can be formatted. */
  get hasCause(): boolean {
    const { selection, doc } = this.#editor.state;
    const isText = selection instanceof TextSelection || selection instanceof AllSelection;
    if (!isText || selection.empty) return false;
    const { $from, $to, from, to } = selection;
    const inCode = [$from, $to].some(({ parent }) => parent.type.spec.code === true);
    return !inCode && doc.textBetween(from, to, "", " ").length > 0;
  }

  show(): void {
    const { dom } = this.toolbar;
    const { view } = this.#editor;
    const { from, to } = view.state.selection;
    this.toolbar.refresh();
    if (!this.isOpen) dom.showPopover();
    void place(dom, { getBoundingClientRect: () => posToDOMRect(view, from, to), contextElement: view.dom }, "top");
  }

  hide(): void {
    if (!this.isOpen) return;
    this.toolbar.closeMenus();
    this.toolbar.dom.hidePopover();
  }

  destroy(): void {
    this.toolbar.destroy();
  }
}
