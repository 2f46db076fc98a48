import type { Editor } from "@tiptap/core";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon, type IconName } from "../../lib/icons";
import { ariaShortcut } from "../../lib/platform";
import type { Action } from "../actions";
import type { Popup } from "./popup";

/** A button of a bar that opens a menu. */
export interface BarMenu {
  readonly name: string;
  readonly icon: IconName;
  readonly popup: Popup;
  /** What stands beside the icon, where something does. */
  readonly label?: (editor: Editor) => string;
  readonly className?: string;
}

export type BarItem = Action | BarMenu;

interface Made {
  readonly button: HTMLButtonElement;
  readonly refresh: () => void;
}

/** A bar of buttons for the text: one stop for the Tab key, arrow keys inside, pressed where the caret is in such text. */
export class Toolbar {
  readonly dom: HTMLElement;
  readonly #editor: Editor;
  readonly #made: Made[] = [];
  readonly #popups: Popup[] = [];

  constructor(editor: Editor, label: string, groups: readonly (readonly BarItem[])[]) {
    this.#editor = editor;
    this.dom = element("div", { class: "toolbar", role: "toolbar", "aria-label": label });
    groups.forEach((group, index) => {
      if (index > 0) this.dom.append(element("span", { class: "toolbar-divider" }));
      for (const item of group) this.dom.append(this.#button(item));
    });
    this.#made[0]?.button.setAttribute("tabindex", "0");
    this.dom.addEventListener("keydown", this.#onKey);
    // A button must not take the caret out of the text.
    this.dom.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    this.dom.addEventListener("focusin", ({ target }) => {
      for (const { button } of this.#made) button.tabIndex = button === target ? 0 : -1;
    });
  }

  /** Whether the focus is in the bar, or in a menu that it has opened. */
  get isInUse(): boolean {
    return this.dom.contains(document.activeElement) || this.#popups.some(({ isOpen }) => isOpen);
  }

  refresh(): void {
    for (const { refresh } of this.#made) refresh();
  }

  focus(): void {
    this.dom.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  /** Whether there was one. */
  closeMenus(): boolean {
    const open = this.#popups.filter(({ isOpen }) => isOpen);
    for (const popup of open) popup.hide();
    return open.length > 0;
  }

  destroy(): void {
    for (const popup of this.#popups) popup.destroy();
    this.dom.remove();
  }

  #button(item: BarItem): HTMLButtonElement {
    const button = element(
      "button",
      { type: "button", class: "button button--quiet button--icon", tabindex: "-1", "aria-label": item.name },
      icon(item.icon),
    );
    button.dataset["tooltip"] = item.name;
    const refresh = "popup" in item ? this.#opens(button, item) : this.#acts(button, item);
    this.#made.push({ button, refresh });
    return button;
  }

  #acts(button: HTMLButtonElement, action: Action): () => void {
    if (action.shortcut !== undefined) {
      button.dataset["shortcut"] = action.shortcut;
      button.setAttribute("aria-keyshortcuts", ariaShortcut(action.shortcut));
    }
    const { isActive, isPossible } = action;
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      action.run(this.#editor.chain().focus()).run();
      this.refresh();
    });
    return () => {
      if (isActive !== undefined) button.setAttribute("aria-pressed", String(isActive(this.#editor)));
      if (isPossible !== undefined) button.setAttribute("aria-disabled", String(!isPossible(this.#editor)));
    };
  }

  #opens(button: HTMLButtonElement, { name, popup, label, className }: BarMenu): () => void {
    button.setAttribute("popovertarget", popup.dom.id);
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    if (className !== undefined) button.classList.add(className);
    this.#popups.push(popup);
    if (label === undefined) return () => undefined;
    const text = element("span", { class: "toolbar-label" });
    button.classList.remove("button--icon");
    button.classList.add("toolbar-named");
    button.append(text, icon("chevronDown"));
    return () => {
      text.textContent = label(this.#editor);
      button.setAttribute("aria-label", t("{name}: {value}", { name, value: text.textContent }));
    };
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const buttons = this.#made.map(({ button }) => button).filter((button) => button.checkVisibility());
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (event.key === "Escape") {
      this.#editor.commands.focus();
      return;
    }
    if (event.key === "ArrowDown" && buttons[at]?.hasAttribute("popovertarget") === true) buttons[at].click();
    else if (!goTo(event.key, at, buttons)) return;
    event.preventDefault();
  };
}

function goTo(key: string, at: number, buttons: readonly HTMLElement[]): boolean {
  const count = buttons.length;
  const next = { ArrowRight: (at + 1) % count, ArrowLeft: (at - 1 + count) % count, Home: 0, End: count - 1 }[key];
  if (next === undefined || at < 0) return false;
  buttons[next]?.focus();
  return true;
}
