import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

import { element } from "../../../lib/element";
import { t, tn } from "../../../lib/i18n";
import { icon, type IconName } from "../../../lib/icons";
import { toast } from "../../../ui/toasts";
import { reveal } from "../../blocks/details-view";
import { inOneStep } from "../../menus/undo-step";
import { showMatches } from "./find-plugin";
import { findMatches, replacementOf, type Found, type Query } from "./matches";

const SEARCH_AFTER_MS = 120;
const WIDE = "(width >= 40rem)";

/** Find and replace: a bar under the page's own, which leaves the text in sight. */
export class FindBar {
  readonly dom: HTMLElement;
  readonly #editor: Editor;
  readonly #query = field(t("Find in the text"), "find-query");
  readonly #replacement = field(t("Replace with"), "find-replacement");
  readonly #status = element("p", { class: "find-status", role: "status" });
  readonly #matchCase = toggle("caseSensitive", t("Match case"));
  readonly #wholeWords = toggle("wholeWord", t("Whole words"));
  readonly #isExpression = toggle("regex", t("Regular expression"));
  readonly #replaceRow: HTMLElement;
  readonly #replaceToggle: HTMLButtonElement;
  readonly #closed: () => void;
  #found: Found = { matches: [], problem: null };
  #at = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWaiting = false;

  constructor(editor: Editor, closed: () => void) {
    this.#editor = editor;
    this.#closed = closed;
    const next = button("chevronDown", t("Next match"), () => {
      this.#go(1);
    });
    const previous = button("chevronUp", t("Previous match"), () => {
      this.#go(-1);
    });
    const close = button("x", t("Close"), this.close);
    const options = element("div", { class: "find-options" }, this.#matchCase, this.#wholeWords, this.#isExpression);
    this.#replaceToggle = button("replace", t("Show replacing"), () => {
      this.#showReplace(!isPressed(this.#replaceToggle));
    });
    const buttons = [this.#replaceToggle, previous, next, close];
    const findRow = element("div", { class: "find-row" }, this.#query, options, ...buttons);
    this.#replaceRow = element(
      "div",
      { class: "find-row" },
      this.#replacement,
      textButton(t("Replace"), this.#replaceOne),
      textButton(t("Replace all"), this.#replaceAll),
    );
    this.dom = element(
      "search",
      { class: "find-bar", "aria-label": t("Find and replace") },
      findRow,
      this.#replaceRow,
      this.#status,
    );
    this.#listen();
    editor.on("update", this.#searchSoon);
  }

  /** Takes over what is selected, or what was typed already; a second time it goes to the field again. */
  open(replacing: boolean, typed: string): void {
    const { from, to, empty } = this.#editor.state.selection;
    const selected = empty ? "" : this.#editor.state.doc.textBetween(from, to, "\n");
    if (selected !== "" && !selected.includes("\n") && selected.length <= 200) this.#query.value = selected;
    if (typed !== "") this.#query.value = typed;
    this.#showReplace(replacing || matchMedia(WIDE).matches);
    this.#search(from);
    const target =
      replacing && typed === "" && this.#query.value !== "" && this.#editor.isEditable
        ? this.#replacement
        : this.#query;
    target.focus();
    // Who has begun to type goes on.
    if (typed === "") target.select();
    else target.setSelectionRange(target.value.length, target.value.length);
  }

  readonly close = (): void => {
    this.destroy();
    this.#closed();
    this.#editor.commands.focus();
  };

  destroy(): void {
    clearTimeout(this.#timer);
    this.#editor.off("update", this.#searchSoon);
    if (!this.#editor.isDestroyed) this.#editor.view.dispatch(showMatches(this.#editor.state, { matches: [], at: 0 }));
    this.dom.remove();
  }

  #listen(): void {
    this.#query.addEventListener("input", () => {
      // Half an expression may be one that never ends: it is tried when it is whole.
      if (isPressed(this.#isExpression)) this.#wait(t("Press Enter to search."));
      else this.#search(this.#editor.state.selection.from);
    });
    for (const option of [this.#matchCase, this.#wholeWords, this.#isExpression]) {
      option.addEventListener("click", () => {
        option.setAttribute("aria-pressed", String(!isPressed(option)));
        this.#search(this.#editor.state.selection.from);
      });
    }
    this.dom.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      else if (event.key !== "Enter" || event.isComposing) return;
      else if (event.target === this.#query && this.#isWaiting) this.#search(this.#editor.state.selection.from);
      else if (event.target === this.#query) this.#go(event.shiftKey ? -1 : 1);
      else if (event.target === this.#replacement) this.#replaceOne();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  get #wanted(): Query {
    return {
      text: this.#query.value,
      matchCase: isPressed(this.#matchCase),
      wholeWords: isPressed(this.#wholeWords),
      isExpression: isPressed(this.#isExpression),
    };
  }

  /** Somebody writes: what was found moves along, and is looked for again in a moment. */
  readonly #searchSoon = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#showReplace(isPressed(this.#replaceToggle));
      this.#find();
      this.#show();
    }, SEARCH_AFTER_MS);
  };

  #showReplace(wanted: boolean): void {
    this.#replaceToggle.hidden = !this.#editor.isEditable;
    this.#replaceToggle.setAttribute("aria-pressed", String(wanted));
    this.#replaceRow.hidden = !wanted || !this.#editor.isEditable;
  }

  /** From a place on: the first match there is where the reader is. */
  #search(from: number): void {
    this.#isWaiting = false;
    this.#find();
    const first = this.#found.matches.findIndex((match) => match.from >= from);
    this.#at = Math.max(0, first);
    this.#show();
    this.#reach();
  }

  #wait(status: string): void {
    this.#isWaiting = true;
    this.#found = { matches: [], problem: null };
    this.#show();
    this.#status.textContent = status;
  }

  #find(): void {
    if (this.#isWaiting) return;
    this.#found = findMatches(this.#editor.state.doc, this.#wanted);
    this.#at = Math.min(this.#at, Math.max(0, this.#found.matches.length - 1));
  }

  #show(): void {
    const { matches, problem } = this.#found;
    this.#editor.view.dispatch(showMatches(this.#editor.state, { matches, at: this.#at }));
    const place =
      matches.length === 0 ? t("Not found") : t("{at} of {count}", { at: this.#at + 1, count: matches.length });
    this.#status.textContent = this.#query.value === "" ? "" : [problem, place].filter((one) => one !== null).join(" ");
    this.#query.setAttribute("aria-invalid", String(problem !== null && matches.length === 0));
  }

  #go(step: number): void {
    const { length } = this.#found.matches;
    if (length === 0) return;
    this.#at = (this.#at + step + length) % length;
    this.#show();
    this.#reach();
  }

  /** Brings the match into sight; the focus stays in the bar. */
  #reach(): void {
    const match = this.#found.matches[this.#at];
    if (match === undefined) return;
    const { view, state } = this.#editor;
    reveal(view, state.doc.resolve(match.from));
    view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, match.from, match.to)));
    requestAnimationFrame(() => {
      view.dom.querySelector(".found--current")?.scrollIntoView({ block: "center", behavior: "instant" });
    });
  }

  readonly #replaceOne = (): void => {
    this.#find();
    const match = this.#found.matches[this.#at];
    if (match === undefined) return;
    const text = replacementOf(match, this.#wanted, this.#replacement.value);
    inOneStep(this.#editor, (transaction) => transaction.insertText(text, match.from, match.to).docChanged);
    this.#search(match.from + text.length);
  };

  readonly #replaceAll = (): void => {
    this.#find();
    const { matches } = this.#found;
    const query = this.#wanted;
    const replacement = this.#replacement.value;
    const done = inOneStep(this.#editor, (transaction) => {
      for (const match of matches.toReversed()) {
        transaction.insertText(replacementOf(match, query, replacement), match.from, match.to);
      }
      return transaction.docChanged;
    });
    this.#find();
    this.#show();
    if (done)
      toast(tn("Replaced {count} time.", "Replaced {count} times.", matches.length), {
        label: t("Undo"),
        act: () => this.#editor.commands.undo(),
      });
  };
}

function field(label: string, id: string): HTMLInputElement {
  return element("input", {
    ...{ id, type: "text", class: "find-field", "aria-label": label, placeholder: label },
    ...{ autocomplete: "off", spellcheck: "false", enterkeyhint: "search" },
  });
}

function toggle(name: IconName, label: string): HTMLButtonElement {
  const made = button(name, label, () => undefined);
  made.setAttribute("aria-pressed", "false");
  return made;
}

function isPressed(control: HTMLElement): boolean {
  return control.getAttribute("aria-pressed") === "true";
}

function button(name: IconName, label: string, act: () => void): HTMLButtonElement {
  const attributes = { type: "button", class: "button button--quiet button--icon", "aria-label": label };
  const made = element("button", attributes, icon(name));
  made.dataset["tooltip"] = label;
  made.addEventListener("click", act);
  return made;
}

function textButton(label: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "button button--quiet" }, label);
  made.addEventListener("click", act);
  return made;
}
