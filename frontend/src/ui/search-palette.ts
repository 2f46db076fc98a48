import "../styles/palette.css";

import { element } from "../lib/element";
import { t } from "../lib/i18n";
import { icon } from "../lib/icons";
import { nextIndex } from "../lib/next-index";
import { keyNames } from "../lib/platform";
import { askSearch } from "./search-answers";

const DEBOUNCE_MS = 120;

let palette: SearchPalette | null = null;

/** With what was typed before it was there. */
export function toggleSearch(typed: string): void {
  palette ??= new SearchPalette();
  palette.toggle(typed);
}

/** A combobox over the page: the focus stays in the field, the arrow keys choose among the options that the server sends. */
class SearchPalette {
  readonly #list = element("div", { class: "palette-list", id: "palette-list", role: "listbox" });
  readonly #heading = element("p", { class: "palette-heading", "aria-hidden": "true" });
  readonly #empty = element("p", { class: "palette-empty", "aria-hidden": "true" });
  readonly #said = element("p", { class: "quiet-text", role: "status" });
  readonly #input = element("input", {
    ...{ class: "palette-input", type: "search", role: "combobox", enterkeyhint: "go", maxlength: "200" },
    ...{ autocomplete: "off", autocapitalize: "off", spellcheck: "false", autofocus: true },
    ...{ "aria-label": t("Search"), placeholder: t("Search documents") },
    ...{ "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "palette-list" },
  });
  readonly #dialog = element("dialog", { class: "palette", "aria-label": t("Search documents") });
  #options: HTMLAnchorElement[] = [];
  #at = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;
  /** Enter came before the answer. */
  #hurried: ((option: HTMLAnchorElement) => void) | null = null;

  constructor() {
    const close = element("button", {
      ...{ class: "button button--quiet button--icon", type: "button", "data-close": true },
      "aria-label": t("Close"),
    });
    close.append(icon("x"));
    const field = element("div", { class: "palette-field" }, icon("search"), this.#input, close);
    this.#list.setAttribute("aria-label", t("Documents"));
    this.#dialog.append(field, this.#heading, this.#list, this.#empty, hints(), this.#said);
    this.#input.addEventListener("input", this.#onInput);
    this.#input.addEventListener("keydown", this.#onKey);
    this.#list.addEventListener("pointermove", this.#onPointer);
    this.#list.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.#dialog.close();
    });
    this.#dialog.addEventListener("close", this.#forget);
    document.body.append(this.#dialog);
  }

  toggle(typed: string): void {
    if (this.#dialog.open) {
      this.#dialog.close();
      return;
    }
    // What another dialog asks comes first.
    if (document.querySelector("dialog[open]") !== null) return;
    this.#input.value = typed;
    this.#dialog.showModal();
    void this.#ask();
  }

  readonly #forget = (): void => {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#hurried = null;
    this.#show([], "", "");
  };

  readonly #onInput = (): void => {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#hurried = null;
    this.#dialog.setAttribute("aria-busy", "true");
    this.#timer = setTimeout(() => void this.#ask(), DEBOUNCE_MS);
  };

  async #ask(): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    this.#dialog.setAttribute("aria-busy", "true");
    const answer = await askSearch(this.#input.value, asking.signal);
    if (answer === null || asking.signal.aborted) return;
    this.#dialog.removeAttribute("aria-busy");
    this.#show(answer.options, answer.heading, answer.said);
    const [first] = this.#options;
    if (this.#hurried !== null && first !== undefined) this.#hurried(first);
    this.#hurried = null;
  }

  #show(options: HTMLAnchorElement[], heading: string, said: string): void {
    const hasHits = options.some(({ id }) => id !== "palette-all");
    this.#options = options;
    this.#list.replaceChildren(...options);
    this.#list.hidden = options.length === 0;
    this.#heading.textContent = heading;
    this.#heading.hidden = heading === "";
    this.#empty.textContent = said;
    this.#empty.hidden = hasHits || said === "";
    this.#said.textContent = said;
    this.#input.setAttribute("aria-expanded", String(options.length > 0));
    this.#choose(options.length > 0 ? 0 : -1);
  }

  #choose(at: number): void {
    this.#at = at;
    for (const [index, option] of this.#options.entries()) option.setAttribute("aria-selected", String(index === at));
    const chosen = this.#options[at];
    if (chosen === undefined) {
      this.#input.removeAttribute("aria-activedescendant");
      return;
    }
    this.#input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    // A field for searching would only empty itself.
    if (event.key === "Escape") {
      event.preventDefault();
      this.#dialog.close();
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      this.#enter(event.ctrlKey || event.metaKey ? openBeside : this.#open);
      return;
    }
    const next = event.key.startsWith("Arrow") ? nextIndex(event.key, this.#at, this.#options.length) : null;
    if (next === null) return;
    event.preventDefault();
    this.#choose(next);
  };

  #enter(act: (option: HTMLAnchorElement) => void): void {
    const chosen = this.#options[this.#at];
    if (this.#dialog.hasAttribute("aria-busy")) this.#hurried = act;
    else if (chosen !== undefined) act(chosen);
  }

  readonly #open = (option: HTMLAnchorElement): void => {
    this.#dialog.close();
    location.assign(option.href);
  };

  readonly #onPointer = (event: PointerEvent): void => {
    const option = event.target instanceof Element ? event.target.closest("a") : null;
    const at = this.#options.findIndex((one) => one === option);
    if (at >= 0 && at !== this.#at) this.#choose(at);
  };
}

function openBeside(option: HTMLAnchorElement): void {
  window.open(option.href, "_blank", "noopener");
}

/** What the keys do, for those who have them. */
function hints(): HTMLElement {
  const rows: readonly (readonly [string, string])[] = [
    ["ArrowUp-ArrowDown", t("choose")],
    ["Enter", t("open")],
    ["Mod-Enter", t("open in a new tab")],
  ];
  return element(
    "p",
    { class: "palette-hints", "aria-hidden": "true" },
    ...rows.map(([keys, does]) =>
      element("span", {}, ...keyNames(keys).map((key) => element("kbd", {}, key)), ` ${does}`),
    ),
  );
}
