import type { Editor } from "@tiptap/core";
import type { SuggestionKeyDownProps, SuggestionProps } from "@tiptap/suggestion";

import { element, pageMain } from "../../lib/element";
import { t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { nextIndex } from "../../lib/next-index";
import { place } from "../../lib/place";
import { keyNames } from "../../lib/platform";
import { GROUP_NAMES, type Action } from "../actions";

const ENOUGH_PX = 260;

type Props = SuggestionProps<Action, Action>;

interface SlashListOptions {
  readonly editor: Editor;
  readonly recent: () => readonly Action[];
  readonly close: () => void;
}

interface Parts {
  readonly menu: HTMLElement;
  readonly list: HTMLElement;
  readonly empty: HTMLElement;
  readonly said: HTMLElement;
}

interface Section {
  readonly id: string;
  readonly name: string;
  readonly actions: readonly Action[];
}

/** The list of the slash menu. The caret stays in the text; the text says which option is the active one. */
export class SlashList {
  readonly #options: SlashListOptions;
  #parts: Parts | null = null;
  #props: Props | null = null;
  #side: "bottom-start" | "top-start" = "bottom-start";
  #choices: { action: Action; dom: HTMLElement }[] = [];
  #at = 0;

  constructor(options: SlashListOptions) {
    this.#options = options;
  }

  readonly show = (props: Props): void => {
    if (props.loading) return;
    const { menu } = (this.#parts ??= this.#make());
    this.#props = props;
    this.#render();
    if (!menu.matches(":popover-open")) {
      this.#side = sideOf(props);
      menu.showPopover();
    }
    this.#place();
  };

  readonly hide = (): void => {
    this.#props = null;
    this.#choices = [];
    const { dom } = this.#options.editor.view;
    for (const name of ["aria-activedescendant", "aria-controls", "aria-haspopup"]) dom.removeAttribute(name);
    window.removeEventListener("scroll", this.#onScroll, { capture: true });
    this.#parts?.menu.remove();
    this.#parts?.said.remove();
    this.#parts = null;
  };

  readonly onKey = ({ event }: SuggestionKeyDownProps): boolean => {
    if (this.#props === null || event.isComposing || this.#choices.length === 0) return false;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (event.key === "Enter" || event.key === "Tab") {
      const chosen = this.#choices[this.#at];
      if (chosen !== undefined) this.#props.command(chosen.action);
      return true;
    }
    const next = nextIndex(event.key, this.#at, this.#choices.length);
    if (next === null) return false;
    this.#choose(next);
    return true;
  };

  #make(): Parts {
    const list = element("div", { class: "slash-list", id: "slash-menu", role: "listbox", "aria-label": t("Blocks") });
    const empty = element("p", { class: "menu-empty" }, t("Nothing is called that."));
    const menu = element("div", { class: "menu slash-menu", popover: "manual" }, list, empty);
    const said = element("p", { class: "quiet-text", role: "status" });
    // The caret stays in the text; the choice is made when the finger is lifted.
    menu.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    pageMain().append(menu, said);
    window.addEventListener("scroll", this.#onScroll, { capture: true, passive: true });
    return { menu, list, empty, said };
  }

  #render(): void {
    const { items = [], query = "" } = this.#props ?? {};
    if (this.#parts === null) return;
    this.#choices = [];
    this.#parts.list.replaceChildren(...this.#sections(items, query).map((section) => this.#section(section)));
    this.#parts.list.hidden = items.length === 0;
    this.#parts.empty.hidden = items.length > 0;
    this.#parts.said.textContent =
      items.length === 0 ? t("Nothing is called that.") : tn("{count} block", "{count} blocks", items.length);
    this.#choose(0);
  }

  #sections(items: readonly Action[], query: string): Section[] {
    if (query !== "") return [{ id: "", name: "", actions: items }];
    const groups = Map.groupBy(items, ({ group }) => group ?? "insert");
    const sections: Section[] = [...groups].map(([id, actions]) => ({ id, name: GROUP_NAMES[id], actions }));
    const recent = this.#options.recent();
    return recent.length === 0 ? sections : [{ id: "recent", name: t("Used recently"), actions: recent }, ...sections];
  }

  #section({ id: group, name, actions }: Section): HTMLElement {
    const id = `slash-${group}`;
    const options = actions.map((action) => this.#option(action, `${id}-${action.id}`));
    if (name === "") return element("div", { role: "group", "aria-label": t("Found") }, ...options);
    const title = element("div", { class: "menu-title", id }, name);
    return element("div", { role: "group", "aria-labelledby": id }, title, ...options);
  }

  #option(action: Action, id: string): HTMLElement {
    const { markdown, shortcut } = action;
    const hint = markdown ?? (shortcut === undefined ? "" : keyNames(shortcut).join(" "));
    const dom = element(
      "div",
      { class: "menu-item", role: "option", id, "aria-selected": "false" },
      icon(action.icon),
      element("span", { class: "menu-label" }, action.name),
      element(
        "span",
        { class: markdown === undefined ? "menu-hint" : "menu-hint menu-hint--typed", "aria-hidden": "true" },
        hint,
      ),
    );
    const index = this.#choices.length;
    dom.addEventListener("click", () => {
      this.#props?.command(action);
    });
    // Not on "mouseenter": a list that moves under a resting pointer would choose by itself.
    dom.addEventListener("mousemove", () => {
      if (this.#at !== index) this.#choose(index, false);
    });
    this.#choices.push({ action, dom });
    return dom;
  }

  #choose(index: number, scroll = true): void {
    this.#choices[this.#at]?.dom.setAttribute("aria-selected", "false");
    this.#at = index;
    const chosen = this.#choices[index]?.dom;
    chosen?.setAttribute("aria-selected", "true");
    if (scroll) (index === 0 ? chosen?.parentElement : chosen)?.scrollIntoView({ block: "nearest" });
    const { dom } = this.#options.editor.view;
    dom.setAttribute("aria-haspopup", "listbox");
    dom.setAttribute("aria-controls", "slash-menu");
    if (chosen === undefined) dom.removeAttribute("aria-activedescendant");
    else dom.setAttribute("aria-activedescendant", chosen.id);
  }

  #place(): void {
    if (this.#parts === null) return;
    const getBoundingClientRect = (): DOMRect => this.#props?.clientRect?.() ?? new DOMRect();
    void place(this.#parts.menu, { getBoundingClientRect }, this.#side, false);
  }

  readonly #onScroll = ({ target }: Event): void => {
    if (target instanceof Node && this.#parts?.menu.contains(target) === true) return;
    const { top = 0, bottom = 0 } = this.#props?.clientRect?.() ?? {};
    if (bottom < 0 || top > window.innerHeight) this.#options.close();
    else this.#place();
  };
}

/** It stays on one side while it grows and shrinks: below, unless there is hardly any room. */
function sideOf({ clientRect }: Props): "bottom-start" | "top-start" {
  const { top = 0, bottom = 0 } = clientRect?.() ?? {};
  const below = (window.visualViewport?.height ?? window.innerHeight) - bottom;
  return below >= ENOUGH_PX || below >= top ? "bottom-start" : "top-start";
}
