import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import type { Node } from "@tiptap/pm/model";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";

import { MarkupStep } from "../markup-step";

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
      init: (_config, { doc }) => colored(doc, DecorationSet.empty, 0, doc.content.size),
      apply: (tr, set) => {
        if (tr.getMeta(key) === true) return colored(tr.doc, DecorationSet.empty, 0, tr.doc.content.size);
        if (!tr.docChanged) return set;
        const [from, to] = changedRange(tr);
        if (highlighter === null) isNeeded ||= hasLanguage(tr.doc, from, to);
        return colored(tr.doc, set.map(tr.mapping, tr.doc), from, to);
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

/** The colours after a change: those of the blocks that it touches are made anew. */
function colored(doc: Node, present: DecorationSet, from: number, to: number): DecorationSet {
  if (highlighter === null) return present;
  let set = present;
  doc.nodesBetween(from, to, (node, position) => {
    if (!node.isTextblock) return true;
    const start = position + 1;
    // Also of what is no code any more.
    const old = set === DecorationSet.empty ? [] : set.find(start, position + node.nodeSize - 1);
    if (old.length > 0) set = set.remove(old);
    const tokens = node.type.name === "codeBlock" ? tokensOf(node) : [];
    const made = tokens.map((one) => Decoration.inline(start + one.from, start + one.to, { class: one.class }));
    if (made.length > 0) set = set.add(doc, made);
    return false;
  });
  return set;
}

function tokensOf(node: Node): readonly Token[] {
  const language: unknown = node.attrs["language"];
  if (highlighter === null || typeof language !== "string" || node.content.size > MAX_CODE_CHARACTERS) return [];
  const tokens = known.get(node) ?? highlighter.tokensOf(node.textContent, language);
  known.set(node, tokens);
  return tokens;
}

/** From the first change to the last: looking at each by itself would take the square of their number. */
function changedRange({ mapping, steps, doc }: Transaction): readonly [number, number] {
  let [from, to] = [Infinity, 0];
  const add = (start: number, end: number): void => {
    [from, to] = [Math.min(from, start), Math.max(to, end)];
  };
  mapping.maps.forEach((map, index) => {
    if (to > 0) [from, to] = [map.map(from, -1), map.map(to, 1)];
    map.forEach((_oldStart, _oldEnd, newStart, newEnd) => {
      add(newStart, newEnd + 1);
    });
    // What changes attributes maps nothing; the step says where it is.
    const step = steps[index];
    const { pos } = step as { pos?: unknown };
    if (step instanceof MarkupStep) add(step.range[0], step.range[1] + 1);
    else if (typeof pos === "number") add(pos, pos + 1);
  });
  return [Math.min(from, doc.content.size), Math.min(to, doc.content.size)];
}
