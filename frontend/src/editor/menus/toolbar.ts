import type { Editor } from "@tiptap/core";

import { element } from "../../lib/element";
import { icon } from "../../lib/icons";
import { ariaShortcut } from "../../lib/platform";
import type { Action } from "../actions";

/** A bar of buttons for the text: one stop for the Tab key, arrow keys inside, pressed where the caret is in such text. */
export class Toolbar {
  readonly dom: HTMLElement;
  readonly #editor: Editor;
  readonly #buttons = new Map<HTMLButtonElement, Action>();

  constructor(editor: Editor, label: string, groups: readonly (readonly Action[])[]) {
    this.#editor = editor;
    this.dom = element("div", { class: "toolbar", role: "toolbar", "aria-label": label });
    groups.forEach((group, index) => {
      if (index > 0) this.dom.append(element("span", { class: "toolbar-divider" }));
      for (const action of group) this.dom.append(this.#button(action));
    });
    this.dom.querySelector("button")?.setAttribute("tabindex", "0");
    this.dom.addEventListener("keydown", this.#onKey);
    // A button must not take the caret out of the text.
    this.dom.addEventListener("pointerdown", (event) => {
      event.preventDefault();
    });
  }

  refresh(): void {
    for (const [button, action] of this.#buttons) {
      if (action.isActive !== undefined) button.setAttribute("aria-pressed", String(action.isActive(this.#editor)));
    }
  }

  focus(): void {
    this.dom.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  #button(action: Action): HTMLButtonElement {
    const button = element(
      "button",
      { type: "button", class: "button button--quiet button--icon", tabindex: "-1", "aria-label": action.name },
      icon(action.icon),
    );
    button.dataset["tooltip"] = action.name;
    if (action.shortcut !== undefined) {
      button.dataset["shortcut"] = action.shortcut;
      button.setAttribute("aria-keyshortcuts", ariaShortcut(action.shortcut));
    }
    button.addEventListener("click", () => {
      action.run(this.#editor.chain().focus()).run();
      this.refresh();
    });
    this.#buttons.set(button, action);
    return button;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      this.#editor.commands.focus();
      return;
    }
    const buttons = [...this.#buttons.keys()];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || at < 0) return;
    event.preventDefault();
    buttons[at]?.setAttribute("tabindex", "-1");
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next?.setAttribute("tabindex", "0");
    next?.focus();
  };
}
