import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import type { PageUser } from "../../lib/page-data";
import { caretOf } from "../binding";

/** Keeps somebody else's caret in sight until the reader does something by themselves. */
export class Follower {
  readonly #editor: Editor;
  readonly #awareness: Awareness;
  readonly #changed: (followed: string | null) => void;
  #note: HTMLElement | null = null;
  #followed: string | null = null;
  #frame: number | null = null;

  constructor(editor: Editor, awareness: Awareness, changed: (followed: string | null) => void) {
    this.#editor = editor;
    this.#awareness = awareness;
    this.#changed = changed;
  }

  start({ id, name }: PageUser): void {
    this.stop();
    this.#followed = id;
    this.#note = element("p", { class: "following", role: "status" }, t("You follow {name}", { name }));
    const stop = element("button", { type: "button", class: "button button--small" }, t("Stop"));
    stop.addEventListener("click", this.stop);
    this.#note.append(stop);
    document.querySelector("main")?.append(this.#note);
    this.#awareness.on("change", this.#look);
    for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      window.addEventListener(type, this.#interrupt, { passive: true, capture: true });
    }
    this.#changed(id);
    this.#look();
  }

  readonly stop = (): void => {
    if (this.#followed === null) return;
    this.#followed = null;
    this.#note?.remove();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#awareness.off("change", this.#look);
    for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      window.removeEventListener(type, this.#interrupt, { capture: true });
    }
    this.#changed(null);
  };

  /** Whoever scrolls or types goes their own way; keys that only hold others down don't count. */
  readonly #interrupt = (event: Event): void => {
    if (event.target instanceof Node && this.#note?.contains(event.target) === true) return;
    if (event instanceof KeyboardEvent && ["Shift", "Control", "Alt", "Meta", "Tab"].includes(event.key)) return;
    this.stop();
  };

  readonly #look = (): void => {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#bringIntoSight();
    });
  };

  #bringIntoSight(): void {
    const states = [...this.#awareness.getStates().values()].filter((state) => idOf(state) === this.#followed);
    if (this.#followed === null || this.#editor.isDestroyed) return;
    if (states.length === 0) {
      this.stop();
      return;
    }
    const { binding } = this.#editor.storage.sharedDocument;
    const place = states.map((state) => caretOf(binding, state)).find((caret) => caret !== null);
    if (place === undefined) return;
    const { view } = this.#editor;
    const { top, bottom } = view.coordsAtPos(Math.min(place.head, view.state.doc.content.size));
    const edge = window.innerHeight / 5;
    if (top < edge || bottom > window.innerHeight - edge) {
      window.scrollBy({ top: top - window.innerHeight / 2, behavior: "instant" });
    }
  }
}

function idOf({ user }: Record<string, unknown>): string | null {
  return typeof user === "object" && user !== null && "id" in user && typeof user.id === "string" ? user.id : null;
}
