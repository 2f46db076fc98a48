import type * as Y from "yjs";

import { applied, difference, movedPlace, oneLine, rebased } from "./title-text";

export interface TitleFieldOptions {
  readonly text: Y.Text;
  readonly undoManager: Y.UndoManager;
  readonly origin: object;
  /** Enter, or the arrow down from the last line. */
  readonly leave: (key: "Enter" | "ArrowDown") => void;
  readonly changed: (title: string) => void;
}

/**
 * Binds a text area to a Y.Text: Tiptap binds XML only. While an input method composes, nothing is written and nothing
 * shown from elsewhere; what was composed is then put where it belongs by now.
 */
export class TitleField {
  readonly #area: HTMLTextAreaElement;
  readonly #options: TitleFieldOptions;
  readonly #stop = new AbortController();
  /** The text that the area showed when it was last in step with the document. */
  #shown = "";
  #composing = false;

  constructor(area: HTMLTextAreaElement, options: TitleFieldOptions) {
    this.#area = area;
    this.#options = options;
    this.#show(options.text.toJSON());
    options.text.observe(this.#onRemote);
    const { signal } = this.#stop;
    area.addEventListener("beforeinput", this.#onBeforeInput, { signal });
    area.addEventListener("input", this.#onInput, { signal });
    area.addEventListener("keydown", this.#onKey, { signal });
    area.addEventListener("compositionstart", this.#onComposition, { signal });
    area.addEventListener("compositionend", this.#onComposition, { signal });
    area.addEventListener("blur", this.#onComposition, { signal });
    area.addEventListener("focus", this.#onFocus, { signal });
    window.addEventListener("resize", this.#grow, { signal });
  }

  /** What is being composed when writing ends is taken as it stands. */
  setEditable(editable: boolean): void {
    if (!editable && this.#composing) this.#write();
    this.#area.readOnly = !editable;
  }

  destroy(): void {
    this.#stop.abort();
    this.#options.text.unobserve(this.#onRemote);
  }

  readonly #onFocus = (): void => {
    this.#options.undoManager.stopCapturing();
  };

  readonly #onInput = (event: Event): void => {
    if (this.#composing || (event instanceof InputEvent && event.isComposing)) this.#grow();
    else this.#write();
  };

  readonly #onComposition = (event: Event): void => {
    this.#composing = event.type === "compositionstart";
    if (!this.#composing) this.#write();
  };

  readonly #onBeforeInput = (event: InputEvent): void => {
    if (event.inputType === "historyUndo") this.#undo(event);
    else if (event.inputType === "historyRedo") this.#redo(event);
    else if (event.inputType === "insertLineBreak" && !event.isComposing) event.preventDefault();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (mod && key === "z") (event.shiftKey ? this.#redo : this.#undo)(event);
    else if (mod && key === "y") this.#redo(event);
    else if (key === "enter" || (key === "arrowdown" && this.#isOnLastLine())) {
      event.preventDefault();
      this.#options.leave(key === "enter" ? "Enter" : "ArrowDown");
    }
  };

  readonly #undo = (event: Event): void => {
    event.preventDefault();
    if (!this.#area.readOnly) this.#options.undoManager.undo();
  };

  readonly #redo = (event: Event): void => {
    event.preventDefault();
    if (!this.#area.readOnly) this.#options.undoManager.redo();
  };

  readonly #onRemote = (_event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (!this.#composing && transaction.origin !== this.#options.origin) this.#show(this.#options.text.toJSON());
    this.#options.changed(this.#options.text.toJSON());
  };

  /** Brings what the area has into the document, as the smallest change. */
  #write(): void {
    const { text, origin } = this.#options;
    const { value, selectionStart, readOnly } = this.#area;
    const mine = readOnly
      ? null
      : difference(this.#shown, oneLine(value), value.includes("\n") ? undefined : selectionStart);
    const now = text.toJSON();
    if (mine !== null) {
      const theirs = difference(this.#shown, now);
      const { index, removed, inserted } = theirs === null ? mine : rebased(mine, theirs);
      text.doc?.transact(() => {
        if (removed > 0) text.delete(index, removed);
        if (inserted !== "") text.insert(index, inserted);
      }, origin);
    }
    this.#show(text.toJSON());
  }

  #show(title: string): void {
    const area = this.#area;
    if (area.value !== title) {
      const change = difference(area.value, title);
      const places = [area.selectionStart, area.selectionEnd].map((place) =>
        change === null ? place : movedPlace(place, change),
      );
      area.value = change === null ? title : applied(area.value, change);
      if (area === document.activeElement) area.setSelectionRange(places[0] ?? 0, places[1] ?? 0);
    }
    this.#shown = title;
    this.#grow();
  }

  readonly #grow = (): void => {
    const { style } = this.#area;
    style.height = "auto";
    style.height = `${this.#area.scrollHeight}px`;
  };

  #isOnLastLine(): boolean {
    return this.#area.selectionEnd === this.#area.value.length || this.#area.scrollHeight < this.#lineHeight() * 1.9;
  }

  #lineHeight(): number {
    return parseFloat(getComputedStyle(this.#area).lineHeight) || 1;
  }
}
