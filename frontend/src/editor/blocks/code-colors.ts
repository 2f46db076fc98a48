import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import type { Node } from "@tiptap/pm/model";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";

import type { Token } from "./highlighter";

type Highlighter = typeof import("./highlighter");

/** More than a screen can show; the rest of the page must stay quick. */
const MAX_CODE_CHARACTERS = 50_000;

const key = new PluginKey<DecorationSet>("codeColors");

let highlighter: Highlighter | null = null;
let loading: Promise<Highlighter> | null = null;
const known = new WeakMap<Node, readonly Token[]>();

/** Draws code in colours. What does it is loaded with the first block that has a language. */
export function codeColors(): Plugin<DecorationSet> {
  let isNeeded = false;
  const load = (view: EditorView): void => {
    if (isNeeded && highlighter === null) loadFor(view);
  };
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_config, { doc }) => colored(doc, DecorationSet.empty, [[0, doc.content.size]]),
      apply: (tr, set) => {
        if (tr.getMeta(key) === true) return colored(tr.doc, DecorationSet.empty, [[0, tr.doc.content.size]]);
        if (!tr.docChanged) return set;
        const changed = changedRanges(tr);
        if (highlighter === null) isNeeded ||= changed.some(([from, to]) => hasLanguage(tr.doc, from, to));
        return colored(tr.doc, set.map(tr.mapping, tr.doc), changed);
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => {
      const { doc } = view.state;
      isNeeded ||= hasLanguage(doc, 0, doc.content.size);
      load(view);
      return {
        update: (_view, before) => {
          if (before.doc !== view.state.doc) load(view);
        },
      };
    },
  });
}

function loadFor(view: EditorView): void {
  loading ??= import("./highlighter");
  loading.then(
    (loaded) => {
      highlighter = loaded;
      if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, true));
    },
    () => {
      // Without a connection code stays plain until the next change asks again.
      loading = null;
    },
  );
}

function hasLanguage(doc: Node, from: number, to: number): boolean {
  let found = false;
  doc.nodesBetween(from, to, (node) => {
    if (node.type.name === "codeBlock" && node.attrs["language"] !== null) found = true;
    return !found && !node.inlineContent;
  });
  return found;
}

/** The colours after the changes: those of the code blocks that the changes touch are made anew. */
function colored(doc: Node, present: DecorationSet, changed: readonly (readonly [number, number])[]): DecorationSet {
  if (highlighter === null) return present;
  let set = present;
  const done = new Set<number>();
  for (const [from, to] of changed) {
    doc.nodesBetween(from, to, (node, position) => {
      if (node.type.name !== "codeBlock" || done.has(position)) return !node.inlineContent;
      done.add(position);
      const start = position + 1;
      const old = set.find(start, position + node.nodeSize - 1);
      set = set.remove(old).add(
        doc,
        tokensOf(node).map((one) => Decoration.inline(start + one.from, start + one.to, { class: one.class })),
      );
      return false;
    });
  }
  return set;
}

function tokensOf(node: Node): readonly Token[] {
  const language: unknown = node.attrs["language"];
  if (highlighter === null || typeof language !== "string" || node.content.size > MAX_CODE_CHARACTERS) return [];
  const tokens = known.get(node) ?? highlighter.tokensOf(node.textContent, language);
  known.set(node, tokens);
  return tokens;
}

function changedRanges(tr: Transaction): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  tr.mapping.maps.forEach((map, index) => {
    map.forEach((_oldStart, _oldEnd, newStart, newEnd) => {
      const rest = tr.mapping.slice(index + 1);
      ranges.push([rest.map(newStart, -1), Math.min(rest.map(newEnd, 1) + 1, tr.doc.content.size)]);
    });
  });
  // An attribute's step maps nothing; its block is where the step says.
  for (const step of tr.steps) {
    const { pos } = step as { pos?: unknown };
    if (typeof pos === "number") ranges.push([pos, Math.min(pos + 1, tr.doc.content.size)]);
  }
  return ranges;
}
