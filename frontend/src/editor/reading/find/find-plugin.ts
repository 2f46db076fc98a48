import { Plugin, PluginKey, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import type { Match } from "./matches";

interface Shown {
  readonly matches: readonly Match[];
  readonly at: number;
}

const key = new PluginKey<DecorationSet>("find");

/** Marks what was found, and the one that the reader is at. */
export const findPlugin = new Plugin<DecorationSet>({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (transaction, shown) => {
      const found = transaction.getMeta(key) as Shown | undefined;
      if (found === undefined) return shown.map(transaction.mapping, transaction.doc);
      const marks = found.matches.map(({ from, to }, index) =>
        Decoration.inline(from, to, { class: index === found.at ? "found found--current" : "found" }),
      );
      return DecorationSet.create(transaction.doc, marks);
    },
  },
  props: { decorations: (state) => key.getState(state) },
});

export function showMatches(state: EditorState, shown: Shown): EditorState["tr"] {
  return state.tr.setMeta(key, shown).setMeta("addToHistory", false);
}
