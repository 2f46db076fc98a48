import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import { t } from "../../lib/i18n";
import { toast } from "../../ui/toasts";
import { reveal } from "../blocks/details-view";
import type { Spot } from "./movable";

const KEY = new PluginKey<DecorationSet>("blockLink");
const MARKED_MS = 2_400;

/** An address that ends in "#" and a block's id leads there: the block is scrolled to, and marked for a moment. */
export const BlockLink = Extension.create({
  name: "blockLink",
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin<DecorationSet>({
        key: KEY,
        state: {
          init: () => DecorationSet.empty,
          apply: (transaction, marked) => {
            const spot = transaction.getMeta(KEY) as Spot | null | undefined;
            if (spot === undefined) return marked.map(transaction.mapping, transaction.doc);
            if (spot === null) return DecorationSet.empty;
            const { pos, node } = spot;
            const mark = Decoration.node(pos, pos + node.nodeSize, { class: "block-linked" });
            return DecorationSet.create(transaction.doc, [mark]);
          },
        },
        props: { decorations: (state) => KEY.getState(state) },
        view: () => new Arrival(editor),
      }),
    ];
  },
});

/** Waits for the block that the address names, until it is there or the reader goes somewhere else. */
class Arrival {
  readonly #editor: Editor;
  readonly #stop = new AbortController();
  #wanted: string | null = wantedId();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: Editor) {
    this.#editor = editor;
    const { signal } = this.#stop;
    window.addEventListener(
      "hashchange",
      () => {
        this.#wanted = wantedId();
        this.#arrive();
      },
      { signal },
    );
    for (const type of ["pointerdown", "keydown", "wheel"]) {
      window.addEventListener(type, () => (this.#wanted = null), { signal, passive: true });
    }
    queueMicrotask(this.#arrive);
  }

  update(): void {
    if (this.#wanted !== null) queueMicrotask(this.#arrive);
  }

  destroy(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  readonly #arrive = (): void => {
    if (this.#wanted === null || this.#editor.isDestroyed) return;
    const spot = findById(this.#editor, this.#wanted);
    if (spot === null) return;
    this.#wanted = null;
    const { view } = this.#editor;
    view.dispatch(view.state.tr.setMeta(KEY, spot).setMeta("addToHistory", false));
    requestAnimationFrame(() => {
      this.#show(spot);
    });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      view.dispatch(view.state.tr.setMeta(KEY, null).setMeta("addToHistory", false));
    }, MARKED_MS);
  };

  #show({ pos }: Spot): void {
    if (this.#editor.isDestroyed) return;
    const dom = this.#editor.view.nodeDOM(pos);
    if (!(dom instanceof HTMLElement)) return;
    reveal(this.#editor.view, this.#editor.state.doc.resolve(pos));
    dom.scrollIntoView({ block: "center" });
  }
}

function findById({ state }: Editor, id: string): Spot | null {
  let found: Spot | null = null;
  state.doc.descendants((node, pos) => {
    if (found === null && node.attrs["id"] === id) found = { pos, node };
    return found === null && !node.isTextblock;
  });
  return found;
}

function wantedId(): string | null {
  return location.hash.length > 1 ? location.hash.slice(1) : null;
}

export async function copyBlockLink(id: string): Promise<void> {
  const address = `${location.origin}${location.pathname}#${id}`;
  try {
    await navigator.clipboard.writeText(address);
    toast(t("Link copied."));
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    toast(t("The browser didn’t let us copy the link."));
  }
}
