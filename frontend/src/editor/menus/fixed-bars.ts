import type { Editor } from "@tiptap/core";

import { element, pageMain } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { recall, remember } from "../../lib/remembered";
import type { Action } from "../actions";
import { BarMenus, pick } from "./bar-items";
import { BlockMenu } from "./block-menu";
import { Toolbar } from "./toolbar";

const NAME = "formatting-bar";

/** The bar under the page's own, for those who want one always. It is where it was when they come back. */
export class TopBar {
  readonly toolbar: Toolbar;
  readonly #stop = new AbortController();
  readonly #changed: () => void;

  constructor(editor: Editor, link: Action, changed: () => void) {
    this.#changed = changed;
    const menus = new BarMenus(editor, "top");
    this.toolbar = new Toolbar(editor, t("Formatting"), [
      pick("undo", "redo"),
      [menus.turnInto()],
      [...pick("bold", "italic", "underline", "strike", "code"), link],
      [menus.colour(), menus.alignment(), menus.more()],
      pick("bullet-list", "ordered-list", "task-list"),
    ]);
    this.toolbar.dom.classList.add("toolbar--top");
    this.toolbar.dom.hidden = true;
    const hide = element(
      "button",
      {
        ...{ type: "button", class: "button button--quiet button--icon toolbar-last" },
        ...{ "aria-label": t("Hide the formatting bar"), "data-tooltip": t("Hide the formatting bar") },
      },
      icon("x"),
    );
    hide.addEventListener("click", () => {
      this.#toggle();
      editor.commands.focus();
    });
    this.toolbar.dom.append(hide);
    this.#switch?.addEventListener("click", this.#toggle, { signal: this.#stop.signal });
    pageMain().prepend(this.toolbar.dom);
  }

  get isWanted(): boolean {
    return recall(NAME) === "shown";
  }

  show(shown: boolean): void {
    this.toolbar.dom.hidden = !shown;
    if (shown) this.toolbar.refresh();
    this.#switch?.setAttribute("aria-checked", String(this.isWanted));
  }

  destroy(): void {
    this.#stop.abort();
    this.toolbar.destroy();
  }

  /** In the page's menu. */
  get #switch(): HTMLElement | null {
    return document.getElementById("formatting-bar-switch");
  }

  readonly #toggle = (): void => {
    remember(NAME, this.isWanted ? "hidden" : "shown");
    this.#changed();
  };
}

/** The bar above a phone's keyboard: what is used most, and the rest behind its last button. */
export class PhoneBar {
  readonly toolbar: Toolbar;
  readonly #blockMenu: BlockMenu;
  readonly #stop = new AbortController();

  constructor(editor: Editor, link: Action, insert: Action) {
    const menus = new BarMenus(editor, "phone");
    this.#blockMenu = new BlockMenu(editor, "phone-block", "menu menu--sheet");
    const block = { name: t("Block"), icon: "grip", popup: this.#blockMenu.popup } as const;
    const lists = pick("bullet-list", "task-list");
    this.toolbar = new Toolbar(editor, t("Format"), [
      [insert, block, ...pick("bold", "italic"), ...lists, ...pick("undo", "redo"), link, menus.colour()],
      [menus.sheet()],
    ]);
    this.toolbar.dom.classList.add("toolbar--phone");
    this.toolbar.dom.hidden = true;
    pageMain().append(this.toolbar.dom);
    for (const type of ["resize", "scroll"] as const) {
      window.visualViewport?.addEventListener(type, rise, { signal: this.#stop.signal });
    }
  }

  show(shown: boolean): void {
    this.toolbar.dom.hidden = !shown;
    if (!shown) return;
    this.toolbar.refresh();
    rise();
  }

  destroy(): void {
    this.#stop.abort();
    this.#blockMenu.destroy();
    this.toolbar.destroy();
  }
}

/** Keeps what stands at the window's lower edge above the keyboard, where the browser lays that over the page. */
function rise(): void {
  const viewport = window.visualViewport;
  if (viewport === null) return;
  const covered = Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop);
  document.documentElement.style.setProperty("--keyboard", `${Math.round(covered)}px`);
}
