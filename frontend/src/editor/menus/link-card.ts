import { getMarkRange, posToDOMRect, type Editor, type Range } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

import { element, pageMain } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon, type IconName } from "../../lib/icons";
import { ariaShortcut } from "../../lib/platform";
import { place } from "../../lib/place";
import { toast } from "../../ui/toasts";

const MOST_SHOWN = 44;

interface Found extends Range {
  readonly href: string;
}

/** A small card under the link that the caret is in: where it leads, and what can be done with it. */
export class LinkCard {
  readonly dom = element("div", {
    ...{ class: "toolbar toolbar--floating link-card", role: "toolbar", "aria-label": t("Link"), popover: "manual" },
  });
  readonly #editor: Editor;
  readonly #edit: () => void;
  #shown: Found | null = null;

  constructor(editor: Editor, edit: () => void) {
    this.#editor = editor;
    this.#edit = edit;
    this.dom.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    this.dom.addEventListener("keydown", this.#onKey);
    pageMain().append(this.dom);
  }

  get isOpen(): boolean {
    return this.dom.matches(":popover-open");
  }

  get isInUse(): boolean {
    return this.dom.contains(document.activeElement);
  }

  /** Shows it for the link that the caret is in, if there is one. */
  showAtCaret(): void {
    const found = linkAtCaret(this.#editor);
    if (found === null) {
      this.hide();
      return;
    }
    if (found.href !== this.#shown?.href) this.#fill(found.href);
    this.#shown = found;
    if (!this.isOpen) this.dom.showPopover();
    const { view } = this.#editor;
    const getBoundingClientRect = (): DOMRect => posToDOMRect(view, found.from, found.to);
    void place(this.dom, { getBoundingClientRect, contextElement: view.dom }, "bottom-start");
  }

  hide(): void {
    this.#shown = null;
    if (this.isOpen) this.dom.hidePopover();
  }

  focus(): void {
    this.dom.querySelector<HTMLElement>("a, button")?.focus();
  }

  #fill(href: string): void {
    const open = element(
      "a",
      { class: "link-card-address", href, target: "_blank", rel: "noopener noreferrer nofollow", title: href },
      element("span", {}, shortened(href)),
      icon("externalLink"),
      element("span", { class: "quiet-text" }, t("Open")),
    );
    this.dom.replaceChildren(
      open,
      element("span", { class: "toolbar-divider" }),
      button("pencil", t("Edit link"), this.#edit, "Mod-K"),
      button("copy", t("Copy link"), () => void copy(href)),
      button("unlink", t("Remove link"), this.#remove),
    );
  }

  readonly #remove = (): void => {
    this.hide();
    this.#editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.preventDefault();
      this.#editor.commands.focus();
      return;
    }
    const stops = [...this.dom.querySelectorAll<HTMLElement>("a, button")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    stops[(at + step + stops.length) % stops.length]?.focus();
  };
}

function linkAtCaret({ state }: Editor): Found | null {
  const { selection, schema } = state;
  const link = schema.marks["link"];
  if (link === undefined || !(selection instanceof TextSelection) || !selection.empty) return null;
  const range = getMarkRange(selection.$from, link);
  if (range === undefined) return null;
  const mark = selection.$from.doc.nodeAt(range.from)?.marks.find(({ type }) => type === link);
  const href: unknown = mark?.attrs["href"];
  return typeof href === "string" ? { ...range, href } : null;
}

function button(name: IconName, label: string, act: () => void, shortcut?: string): HTMLButtonElement {
  const made = element(
    "button",
    { type: "button", class: "button button--quiet button--icon", "aria-label": label, "data-tooltip": label },
    icon(name),
  );
  if (shortcut !== undefined) {
    made.dataset["shortcut"] = shortcut;
    made.setAttribute("aria-keyshortcuts", ariaShortcut(shortcut));
  }
  made.addEventListener("click", act);
  return made;
}

/** Without what every address begins with, and its middle left out where it is long. */
export function shortened(href: string): string {
  const bare = href.replace(/^(?:https?:\/\/(?:www\.)?|mailto:)/i, "").replace(/\/$/, "");
  return bare.length <= MOST_SHOWN ? bare : `${bare.slice(0, MOST_SHOWN - 12)}…${bare.slice(-11)}`;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("Link copied."));
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    toast(t("The browser didn’t let us copy the link."));
  }
}
