import type { PluginView } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** What only writers see: loaded when somebody may write, after the text is there, and made then. */
export class LazyView implements PluginView {
  readonly #view: EditorView;
  readonly #load: () => Promise<() => PluginView>;
  #made: PluginView | null = null;
  #isAsked = false;
  #isOver = false;

  constructor(view: EditorView, load: () => Promise<() => PluginView>) {
    this.#view = view;
    this.#load = load;
  }

  update(view: EditorView, before: EditorView["state"]): void {
    if (this.#made !== null) this.#made.update?.(view, before);
    else if (view.editable && !this.#isAsked) this.#ask();
  }

  destroy(): void {
    this.#isOver = true;
    this.#made?.destroy?.();
  }

  #ask(): void {
    this.#isAsked = true;
    this.#load().then(
      (make) => {
        if (!this.#isOver && !this.#view.isDestroyed) this.#made = make();
      },
      () => {
        // Without a connection the next change asks again.
        this.#isAsked = false;
      },
    );
  }
}
