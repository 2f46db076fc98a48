import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

import { element } from "../../lib/element";
import { numberText, t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { reveal } from "../blocks/details-view";
import { count, readingTime, type Count } from "./counting";
import { headingsOf, lastBefore, type Heading } from "./headings";

const REFRESH_AFTER_MS = 300;
/** A heading counts as read when it is that far under the window's top. */
const READING_LINE_PX = 120;

/** A panel beside the text: its headings, which follow the scroll, and how long it is. */
export class OutlinePanel {
  readonly dom: HTMLElement;
  readonly #editor: Editor;
  readonly #list = element("ol", { class: "outline" });
  readonly #empty = element("p", { class: "side-empty" }, t("The headings of this document show here."));
  readonly #counts = element("dl", { class: "counts" });
  readonly #stop = new AbortController();
  #headings: readonly Heading[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame: number | null = null;

  constructor(editor: Editor, close: () => void) {
    this.#editor = editor;
    const closer = element(
      "button",
      { type: "button", class: "button button--quiet button--icon", "aria-label": t("Close the outline") },
      icon("x"),
    );
    closer.addEventListener("click", close);
    this.dom = element(
      "aside",
      { class: "side-panel", id: "outline", "aria-label": t("Outline") },
      element("div", { class: "side-head" }, element("h2", {}, t("Outline")), closer),
      element("nav", { "aria-label": t("Headings") }, this.#list, this.#empty),
      this.#counts,
    );
    this.dom.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    const { signal } = this.#stop;
    window.addEventListener("scroll", this.#follow, { signal, passive: true });
    window.addEventListener("resize", this.#follow, { signal, passive: true });
    editor.on("update", this.#refreshSoon);
    editor.on("selectionUpdate", this.#refreshSoon);
    this.#refresh();
  }

  focus(): void {
    this.dom.querySelector<HTMLElement>("a, button")?.focus();
  }

  destroy(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#editor.off("update", this.#refreshSoon);
    this.#editor.off("selectionUpdate", this.#refreshSoon);
    this.dom.remove();
  }

  readonly #refreshSoon = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (!this.#editor.isDestroyed) this.#refresh();
    }, REFRESH_AFTER_MS);
  };

  #refresh(): void {
    const headings = headingsOf(this.#editor.state.doc);
    const same = headings.length === this.#headings.length && headings.every(isAt(this.#headings));
    this.#headings = headings;
    if (!same) this.#list.replaceChildren(...headings.map((heading, index) => this.#item(heading, index)));
    this.#empty.hidden = headings.length > 0;
    this.#showCounts();
    this.#follow();
  }

  #item({ level, text }: Heading, index: number): HTMLElement {
    const link = element("a", { href: "#", class: "outline-item", dir: "auto", "data-level": String(level) }, text);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.#goTo(index);
    });
    return element("li", {}, link);
  }

  #goTo(index: number): void {
    const heading = this.#headings[index];
    if (heading === undefined) return;
    const { view, state } = this.#editor;
    const $place = state.doc.resolve(heading.position + 1);
    reveal(view, $place);
    view.dispatch(state.tr.setSelection(TextSelection.near($place)));
    const dom = view.nodeDOM(heading.position);
    if (dom instanceof HTMLElement) dom.scrollIntoView({ block: "start", behavior: "instant" });
    if (matchMedia("(width < 72rem)").matches) view.focus();
  }

  readonly #follow = (): void => {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      if (this.#editor.isDestroyed) return;
      const tops = this.#headings.map(({ position }) => {
        const dom = this.#editor.view.nodeDOM(position);
        return dom instanceof HTMLElement ? dom.getBoundingClientRect().top : Infinity;
      });
      const at = lastBefore(tops, READING_LINE_PX);
      this.#list.querySelectorAll(".outline-item").forEach((item, index) => {
        if (index !== at) item.removeAttribute("aria-current");
        else if (!item.hasAttribute("aria-current")) {
          item.setAttribute("aria-current", "location");
          item.scrollIntoView({ block: "nearest" });
        }
      });
    });
  };

  #showCounts(): void {
    const { doc, selection } = this.#editor.state;
    const all = count(doc.textBetween(0, doc.content.size, "\n", " "));
    const rows: [string, string][] = [
      [t("Words"), numberText(all.words)],
      [t("Characters"), numberText(all.characters)],
      [t("Time to read"), readingTime(all.words)],
    ];
    if (!selection.empty)
      rows.push([t("Selected"), selected(count(doc.textBetween(selection.from, selection.to, "\n", " ")))]);
    this.#counts.replaceChildren(
      ...rows.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
    );
  }
}

function selected({ words, characters }: Count): string {
  const counts = [
    tn("{count} word", "{count} words", words),
    tn("{count} character", "{count} characters", characters),
  ];
  return counts.join(", ");
}

function isAt(before: readonly Heading[]): (heading: Heading, index: number) => boolean {
  return ({ text, level }, index) => before[index]?.text === text && before[index].level === level;
}
