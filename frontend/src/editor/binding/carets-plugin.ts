import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

import type { PageUser } from "../../lib/page-data";
import { renderCaret, renderSelection } from "../carets";
import { isRemote, type Binding } from "./binding";

/** What each page tells of its caret: two relative positions, as JSON. */
interface Cursor {
  readonly anchor: unknown;
  readonly head: unknown;
}

const key = new PluginKey<DecorationSet>("carets");

/** Shows where the others are, and tells them where the caret is here while the text has the focus. */
export function caretsPlugin(awareness: Awareness, user: PageUser, binding: Binding): Plugin<DecorationSet> {
  const found = new Map<number, unknown>();
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (transaction, shown) => {
        if (transaction.getMeta(key) === true || isRemote(transaction)) {
          const size = transaction.doc.content.size;
          return DecorationSet.create(transaction.doc, decorations(awareness, binding, size, found));
        }
        return transaction.docChanged ? shown.map(transaction.mapping, transaction.doc) : shown;
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => new Carets(view, awareness, user, binding),
  });
}

class Carets {
  readonly #view: EditorView;
  readonly #awareness: Awareness;
  readonly #binding: Binding;
  #frame: number | null = null;

  constructor(view: EditorView, awareness: Awareness, user: PageUser, binding: Binding) {
    this.#view = view;
    this.#awareness = awareness;
    this.#binding = binding;
    awareness.setLocalStateField("user", { ...user });
    awareness.on("change", this.#changed);
    view.dom.addEventListener("focusin", this.#tell);
    view.dom.addEventListener("focusout", this.#tell);
    this.#changed();
  }

  update(view: EditorView, before: { doc: unknown; selection: { eq: (other: never) => boolean } }): void {
    const { doc, selection } = view.state;
    if (doc !== before.doc || !before.selection.eq(selection as never)) this.#tell();
  }

  destroy(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#awareness.off("change", this.#changed);
    this.#view.dom.removeEventListener("focusin", this.#tell);
    this.#view.dom.removeEventListener("focusout", this.#tell);
    this.#setCursor(null);
  }

  /** Once a frame at the most: twenty carets that move at once are drawn at once. */
  readonly #changed = (): void => {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#view.dispatch(this.#view.state.tr.setMeta(key, true));
    });
  };

  readonly #tell = (): void => {
    this.#setCursor(this.#view.hasFocus() ? this.#binding.placeOf(this.#view.state.selection) : null);
  };

  #setCursor(cursor: Cursor | null): void {
    const state = this.#awareness.getLocalState();
    if (state === null) return;
    const told = (state["cursor"] ?? null) as Cursor | null;
    if (JSON.stringify(told) !== JSON.stringify(cursor)) this.#awareness.setLocalStateField("cursor", cursor);
  }
}

function decorations(awareness: Awareness, binding: Binding, size: number, found: Map<number, unknown>): Decoration[] {
  const shown: Decoration[] = [];
  const states = awareness.getStates();
  for (const client of found.keys()) if (!states.has(client)) found.delete(client);
  for (const [client, state] of states) {
    const caret = client === awareness.clientID ? null : lastCaretOf(binding, client, state, found);
    if (caret === null) continue;
    const { anchor, head } = caret;
    if (Math.max(anchor, head) > size) continue;
    const user = userOf(state);
    shown.push(Decoration.widget(head, () => renderCaret(user), { key: `caret-${client}`, side: 10 }));
    if (anchor === head) continue;
    const range = [Math.min(anchor, head), Math.max(anchor, head)] as const;
    shown.push(Decoration.inline(...range, renderSelection(user), { inclusiveEnd: true }));
  }
  return shown;
}

/**
 * A caret comes before the letter that it stands behind, since that is committed first. Until then it stays where it
 * was: `found` has the last one of each client that was in the text, as it was told.
 */
function lastCaretOf(
  binding: Binding,
  client: number,
  state: Record<string, unknown>,
  found: Map<number, unknown>,
): { anchor: number; head: number } | null {
  const caret = caretOf(binding, state);
  if (caret !== null) found.set(client, state["cursor"]);
  else if (cursorOf(state) === null) found.delete(client);
  return caret ?? caretOf(binding, { cursor: found.get(client) });
}

/** Where somebody is in the text, by their presence; null if they aren't in it, or where it can't be shown. */
export function caretOf(binding: Binding, state: Record<string, unknown>): { anchor: number; head: number } | null {
  const cursor = cursorOf(state);
  const [anchor, head] = [positionOf(binding, cursor?.anchor), positionOf(binding, cursor?.head)];
  return anchor === null || head === null ? null : { anchor, head };
}

function cursorOf(state: Record<string, unknown>): Cursor | null {
  const { cursor } = state;
  return typeof cursor === "object" && cursor !== null && "anchor" in cursor && "head" in cursor ? cursor : null;
}

function userOf(state: Record<string, unknown>): Record<string, unknown> {
  const { user } = state;
  return typeof user === "object" && user !== null ? (user as Record<string, unknown>) : {};
}

/** Null for anything that is no position here: it comes from somebody else's page. */
function positionOf(binding: Binding, json: unknown): number | null {
  if (typeof json !== "object" || json === null) return null;
  try {
    return binding.positionOf(Y.createRelativePositionFromJSON(json));
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
