import type { Editor } from "@tiptap/core";
import type { SuggestionKeyDownProps, SuggestionProps } from "@tiptap/suggestion";

import { element, pageMain } from "../../lib/element";
import { icon, type IconName } from "../../lib/icons";
import { nextIndex } from "../../lib/next-index";
import { place } from "../../lib/place";

/** One line of a list: what it is called, and what tells it from others of that name. */
export interface Choice {
  readonly name: string;
  readonly hint?: string;
  readonly icon?: IconName;
  /** In the place of an icon. */
  readonly glyph?: string;
}

export interface ChoiceListOptions<Item> {
  readonly name: string;
  readonly label: string;
  readonly nothing?: string;
  readonly show: (item: Item) => Choice;
}

/** A list at the caret that is filtered by what is typed and chosen from with the arrow keys; the caret stays in the text. */
export class ChoiceList<Item> {
  readonly #editor: Editor;
  readonly #options: ChoiceListOptions<Item>;
  readonly #listbox: HTMLElement;
  readonly #said = element("p", { class: "choice-said", role: "status" });
  readonly #menu: HTMLElement;
  #props: SuggestionProps<Item, Item> | null = null;
  #items: readonly Item[] = [];
  #at = 0;
  /** Enter came before the answer did. */
  #hurried = false;

  constructor(editor: Editor, options: ChoiceListOptions<Item>) {
    this.#editor = editor;
    this.#options = options;
    const id = `${options.name}-choices`;
    this.#listbox = element("div", { id, role: "listbox", "aria-label": options.label });
    this.#menu = element("div", { class: "menu choice-menu", popover: "manual" }, this.#listbox, this.#said);
  }

  get isOpen(): boolean {
    return this.#props !== null;
  }

  readonly show = (props: SuggestionProps<Item, Item>): void => {
    if (props.query !== this.#props?.query) this.#at = 0;
    this.#props = props;
    // While the next answer is on its way the last one stays: a list that blinks can't be read.
    if (props.loading) return;
    this.#items = props.items;
    const first = this.#items[0];
    if (this.#hurried && first !== undefined) {
      this.#choose(first);
      return;
    }
    this.#hurried = false;
    if (this.#items.length === 0 && this.#options.nothing === undefined) this.#close();
    else this.#open(props);
  };

  readonly hide = (): void => {
    this.#props = null;
    this.#items = [];
    this.#hurried = false;
    this.#close();
  };

  readonly onKey = ({ event }: SuggestionKeyDownProps): boolean => {
    if (this.#props === null || event.isComposing) return false;
    if (event.key === "Enter" || event.key === "Tab") return this.#onEnter();
    const next = event.key.startsWith("Arrow") ? nextIndex(event.key, this.#at, this.#items.length) : null;
    if (next === null || !this.#menu.isConnected) return false;
    this.#at = next;
    this.#render();
    return true;
  };

  #onEnter(): boolean {
    if (this.#props?.loading === true && this.#props.query !== "") {
      this.#hurried = true;
      return true;
    }
    const chosen = this.#items[this.#at];
    if (chosen === undefined || !this.#menu.isConnected) return false;
    this.#choose(chosen);
    return true;
  }

  #choose(item: Item): void {
    this.#props?.command(item);
  }

  #open(props: SuggestionProps<Item, Item>): void {
    if (!this.#menu.isConnected) pageMain().append(this.#menu);
    this.#render();
    if (!this.#menu.matches(":popover-open")) this.#menu.showPopover();
    const getBoundingClientRect = (): DOMRect => props.clientRect?.() ?? new DOMRect();
    void place(this.#menu, { getBoundingClientRect }, "bottom-start");
  }

  #close(): void {
    this.#menu.remove();
    const { dom } = this.#editor.view;
    dom.removeAttribute("aria-activedescendant");
    dom.removeAttribute("aria-controls");
  }

  #render(): void {
    const { nothing = "" } = this.#options;
    this.#listbox.replaceChildren(...this.#items.map((item, index) => this.#option(item, index)));
    this.#listbox.hidden = this.#items.length === 0;
    this.#said.textContent = this.#items.length === 0 ? nothing : "";
    this.#said.hidden = this.#items.length > 0;
    const chosen = this.#listbox.children[this.#at];
    chosen?.scrollIntoView({ block: "nearest" });
    const { dom } = this.#editor.view;
    dom.setAttribute("aria-controls", this.#listbox.id);
    if (chosen === undefined) dom.removeAttribute("aria-activedescendant");
    else dom.setAttribute("aria-activedescendant", chosen.id);
  }

  #option(item: Item, index: number): HTMLElement {
    const { name, hint, icon: iconName, glyph } = this.#options.show(item);
    const option = element("div", {
      ...{ class: "menu-item", role: "option", id: `${this.#listbox.id}-${index}` },
      "aria-selected": String(index === this.#at),
    });
    if (iconName !== undefined) option.append(icon(iconName));
    if (glyph !== undefined) option.append(element("span", { class: "choice-glyph", "aria-hidden": "true" }, glyph));
    option.append(element("span", { class: "choice-name" }, name));
    if (hint !== undefined) option.append(element("span", { class: "choice-hint" }, hint));
    // The caret stays in the text; the choice is made when the finger is lifted.
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    option.addEventListener("click", () => {
      this.#choose(item);
    });
    return option;
  }
}
