import { element, pageMain } from "../../lib/element";
import { icon, type IconName } from "../../lib/icons";
import { ariaShortcut, keyNames } from "../../lib/platform";

export interface MenuItem {
  readonly name: string;
  readonly icon?: IconName;
  readonly shortcut?: string | undefined;
  readonly checked?: boolean;
  /** Whether one of its neighbours is checked, or as many as one likes. */
  readonly holds?: "one" | "some";
  readonly isDanger?: boolean;
  /** What it does, or the menu that it opens. */
  readonly act: (() => void) | Popup;
}

export interface MenuSection {
  readonly name?: string;
  readonly items: readonly MenuItem[];
}

/** What a button with `popovertarget` opens. It is filled when it opens, and empty before and after. */
export class Popup {
  readonly dom: HTMLElement;

  constructor(id: string, label: string, fill: () => readonly Node[]) {
    this.dom = element("div", {
      ...{ class: "menu", id, role: "menu", "aria-label": label, popover: "auto", "data-for-text": true },
    });
    this.dom.addEventListener("beforetoggle", (event) => {
      if (event.newState === "open") this.dom.replaceChildren(...fill());
    });
    this.dom.addEventListener("toggle", (event) => {
      if (event.newState === "closed") this.dom.replaceChildren();
    });
    // The caret stays in the text.
    this.dom.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    pageMain().append(this.dom);
  }

  get isOpen(): boolean {
    return this.dom.matches(":popover-open");
  }

  hide(): void {
    if (this.isOpen) this.dom.hidePopover();
  }

  destroy(): void {
    this.dom.remove();
  }
}

/** A menu's sections, a line between them. */
export function sections(all: readonly MenuSection[]): readonly Node[] {
  return all
    .filter(({ items }) => items.length > 0)
    .flatMap(({ name, items }, index) => {
      const divider = index > 0 && name === undefined ? [element("div", { class: "menu-divider" })] : [];
      const title = name === undefined ? [] : [element("div", { class: "menu-title", "aria-hidden": "true" }, name)];
      return [...divider, element("div", { role: "group", "aria-label": name ?? false }, ...title, ...items.map(row))];
    });
}

function row(item: MenuItem): HTMLElement {
  const { name, checked, holds = "one", shortcut, isDanger = false, act } = item;
  const dom = element("button", {
    type: "button",
    class: isDanger ? "menu-item menu-item--danger" : "menu-item",
    role: checked === undefined ? "menuitem" : holds === "one" ? "menuitemradio" : "menuitemcheckbox",
    "aria-checked": checked === undefined ? false : String(checked),
    "aria-keyshortcuts": shortcut === undefined ? false : ariaShortcut(shortcut),
  });
  if (item.icon !== undefined) dom.append(icon(item.icon));
  dom.append(element("span", { class: "menu-label" }, name));
  if (shortcut !== undefined) {
    dom.append(element("span", { class: "menu-hint", "aria-hidden": "true" }, keyNames(shortcut).join(" ")));
  }
  if (act instanceof Popup) {
    dom.append(icon("chevronRight"));
    dom.setAttribute("aria-haspopup", "menu");
    dom.setAttribute("aria-expanded", "false");
    dom.setAttribute("popovertarget", act.dom.id);
  } else {
    dom.addEventListener("click", act);
  }
  return dom;
}
