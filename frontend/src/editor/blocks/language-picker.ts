import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { nextIndex } from "../../lib/next-index";
import { findLanguages, type Language } from "./languages";
import { openPopover } from "./menu";

type Choose = (language: string | null) => void;

/** A list of languages with a field to search it. */
export function openLanguagePicker(control: HTMLElement, present: unknown, choose: Choose): void {
  new LanguagePicker(present, choose).open(control);
}

/** Arrow keys go through the list while the caret stays in the field; Enter takes, Escape leaves all as it was. */
class LanguagePicker {
  readonly #list = element("div", {
    ...{ class: "language-list", id: "language-list", role: "listbox", "aria-label": t("Languages") },
  });
  readonly #search = element("input", {
    ...{ type: "text", class: "language-search", role: "combobox", placeholder: t("Search languages") },
    ...{ "aria-label": t("Search languages"), "aria-controls": "language-list", "aria-expanded": "true" },
    ...{ "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" },
  });
  readonly #dom = element(
    "div",
    { class: "menu language-picker", role: "dialog", "aria-label": t("Language"), popover: "auto" },
    this.#search,
    this.#list,
  );
  readonly #present: unknown;
  readonly #choose: Choose;
  #found: readonly Language[] = [];
  #at = 0;

  constructor(present: unknown, choose: Choose) {
    this.#present = present;
    this.#choose = choose;
    this.#search.addEventListener("input", this.#find);
    this.#search.addEventListener("keydown", this.#onKey);
  }

  open(control: HTMLElement): void {
    openPopover(control, this.#dom);
    this.#find();
    this.#search.focus();
  }

  readonly #find = (): void => {
    const { value } = this.#search;
    this.#found = findLanguages(value);
    const present = this.#found.findIndex(({ id }) => id === this.#present);
    this.#at = value === "" ? Math.max(0, present) : 0;
    this.#show();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const next = event.key.startsWith("Arrow") ? nextIndex(event.key, this.#at, this.#found.length) : null;
    if (event.key !== "Enter" && next === null) return;
    event.preventDefault();
    // The field is no item of the menu that it stands in.
    event.stopPropagation();
    if (next === null) this.#take(this.#found[this.#at]);
    else {
      this.#at = next;
      this.#show();
    }
  };

  #show(): void {
    this.#list.replaceChildren(...this.#found.map((language, index) => this.#option(language, index)));
    if (this.#found.length === 0) this.#list.append(element("p", { class: "menu-title" }, t("No such language")));
    this.#search.setAttribute("aria-activedescendant", this.#found.length === 0 ? "" : `language-${this.#at}`);
    this.#list.children[this.#at]?.scrollIntoView({ block: "nearest" });
  }

  #option(language: Language, index: number): HTMLElement {
    const option = element(
      "div",
      {
        ...{ class: "menu-item", role: "option", id: `language-${index}` },
        ...{ "aria-selected": String(index === this.#at), "data-present": language.id === this.#present },
      },
      language.name,
    );
    option.addEventListener("click", () => {
      this.#take(language);
    });
    return option;
  }

  #take(language: Language | undefined): void {
    this.#dom.hidePopover();
    if (language !== undefined) this.#choose(language.id);
  }
}
