import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";

import { byId, pageMain } from "../../lib/element";
import type { PageUser } from "../../lib/page-data";
import type { FindBar } from "./find/find-bar";
import { Follower } from "./follow";
import type { OutlinePanel } from "./outline-panel";

const NARROW = "(width < 72rem)";
const IDLE_AFTER_MS = 3_000;

type FindBarModule = typeof import("./find/find-bar");

let findBar: FindBarModule | null = null;

/** What helps to read a document: its outline, find and replace, following somebody. Each loads when it is asked for. */
export class ReadingAids {
  readonly #editor: Editor;
  readonly #follower: Follower;
  readonly #outlineOpener = byId("outline-opener", HTMLButtonElement);
  readonly #stop = new AbortController();
  #outline: OutlinePanel | null = null;
  #find: FindBar | null = null;
  /** What was typed since the bar was asked for, while it isn't there yet. */
  #typed: string | null = null;

  constructor(editor: Editor, awareness: Awareness, followed: (id: string | null) => void) {
    this.#editor = editor;
    this.#follower = new Follower(editor, awareness, followed);
    const { signal } = this.#stop;
    const on = (id: string, act: () => void): void => {
      byId(id, HTMLElement).addEventListener("click", act, { signal });
    };
    on("outline-opener", () => void this.#toggleOutline());
    on("find-opener", () => void this.#openFind(false));
    on("print-opener", () => {
      window.print();
    });
    document.addEventListener("keydown", this.#onKey, { signal });
    whenIdle(loadFindBarAhead, signal);
  }

  /** Goes with somebody, or no longer. */
  follow(person: PageUser | null): void {
    if (person === null) this.#follower.stop();
    else this.#follower.start(person);
  }

  destroy(): void {
    this.#stop.abort();
    this.#follower.stop();
    this.#closeOutline();
    this.#find?.destroy();
    this.#find = null;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.#typed !== null && isLetter(event)) {
      this.#typed += event.key;
      event.preventDefault();
      return;
    }
    if (!(event.ctrlKey || event.metaKey) || document.querySelector("dialog:modal") !== null) return;
    const key = event.key.toLowerCase();
    // A second time it is the browser's own search, which finds the title and everything around the text, too.
    if (key === "f" && this.#find?.dom.contains(document.activeElement) === true) return;
    if (key === "f" && !event.shiftKey && !event.altKey) void this.#openFind(false);
    else if (key === "h" && !event.shiftKey && !event.altKey && this.#editor.isEditable) void this.#openFind(true);
    else if (event.code === "KeyO" && event.altKey) void this.#toggleOutline();
    else return;
    event.preventDefault();
  };

  async #openFind(replacing: boolean): Promise<void> {
    const loaded = findBar;
    if (loaded !== null) {
      this.#showFind(loaded, replacing, "");
      return;
    }
    if (this.#typed !== null) return;
    // What is typed next is meant for the bar, never for the text.
    const wasFocused = this.#editor.isFocused;
    if (wasFocused) this.#editor.view.dom.blur();
    this.#typed = "";
    try {
      await loadFindBar();
    } finally {
      const typed = this.#typed;
      this.#typed = null;
      if (findBar !== null && !this.#stop.signal.aborted) this.#showFind(findBar, replacing, typed);
      else if (wasFocused) this.#editor.view.focus();
    }
  }

  #showFind({ FindBar }: FindBarModule, replacing: boolean, typed: string): void {
    if (this.#find === null) {
      this.#find = new FindBar(this.#editor, () => {
        this.#find = null;
      });
      pageMain().prepend(this.#find.dom);
    }
    this.#find.open(replacing, typed);
  }

  async #toggleOutline(): Promise<void> {
    if (this.#outline !== null) {
      this.#closeOutline();
      return;
    }
    const { OutlinePanel } = await import("./outline-panel");
    if (this.#stop.signal.aborted || this.#outlineIsOpen()) return;
    this.#outline = new OutlinePanel(this.#editor, () => {
      this.#closeOutline();
      this.#outlineOpener.focus();
    });
    pageMain().append(this.#outline.dom);
    this.#outlineOpener.setAttribute("aria-expanded", "true");
    if (matchMedia(NARROW).matches) this.#outline.focus();
  }

  #outlineIsOpen(): boolean {
    return this.#outline !== null;
  }

  #closeOutline(): void {
    this.#outline?.destroy();
    this.#outline = null;
    this.#outlineOpener.setAttribute("aria-expanded", "false");
  }
}

async function loadFindBar(): Promise<void> {
  findBar = await import("./find/find-bar");
}

/** Ahead of its use, where there is a network. Nobody asked for it yet, so nobody hears that it could not be had. */
function loadFindBarAhead(): void {
  if (navigator.onLine) loadFindBar().catch(() => undefined);
}

/** Keys that write nothing have a name. */
function isLetter({ key, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  return !/^[A-Z][A-Za-z0-9]/.test(key) && !ctrlKey && !metaKey && !altKey && !isComposing;
}

function whenIdle(act: () => void, signal: AbortSignal): void {
  // Safari has no requestIdleCallback.
  const timer = setTimeout(() => {
    if (!signal.aborted) act();
  }, IDLE_AFTER_MS);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
  });
}
