import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

interface Place {
  readonly kind: "footnoteReference" | "footnote";
  readonly id: string | null;
  /** Counted from the start of the block that it was looked for in. */
  readonly offset: number;
  readonly size: number;
}

/** What a view is told: the footnote's number, and whether both ends are there. */
export interface Numbered {
  readonly number: number | null;
  readonly isWhole: boolean;
}

const key = new PluginKey<DecorationSet>("footnoteNumbers");
const found = new WeakMap<Node, readonly Place[]>();

/** Counts footnotes in the order in which the text refers to them. A block that didn't change isn't looked into. */
export function footnoteNumbers(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_config, { doc }) => numbersOf(doc),
      apply: (tr, set) => (tr.docChanged ? numbersOf(tr.doc) : set),
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

/** Where a footnote or the first reference to it is; null where it isn't. */
export function findFootnote(doc: Node, kind: Place["kind"], id: string): number | null {
  return placesIn(doc).find((place) => place.kind === kind && place.id === id)?.offset ?? null;
}

export function numberedBy(decorations: readonly Decoration[]): Numbered {
  const told = decorations.find(({ spec }) => "number" in (spec as object))?.spec as Numbered | undefined;
  return told ?? { number: null, isWhole: false };
}

function numbersOf(doc: Node): DecorationSet {
  const places = placesIn(doc);
  if (places.length === 0) return DecorationSet.empty;
  const ids = (kind: Place["kind"]): Set<string> =>
    new Set(places.flatMap((place) => (place.kind === kind && place.id !== null ? [place.id] : [])));
  const referred = [...ids("footnoteReference")];
  const footnotes = ids("footnote");
  return DecorationSet.create(
    doc,
    places.map(({ id, offset, size }) => {
      const index = id === null ? -1 : referred.indexOf(id);
      const told: Numbered = {
        number: index < 0 ? null : index + 1,
        isWhole: index >= 0 && id !== null && footnotes.has(id),
      };
      return Decoration.node(offset, offset + size, {}, told);
    }),
  );
}

/** All in the document, in its order. */
function placesIn(doc: Node): readonly Place[] {
  const places: Place[] = [];
  doc.forEach((block, start) => {
    for (const place of placesInBlock(block)) places.push({ ...place, offset: place.offset + start });
  });
  return places;
}

function placesInBlock(block: Node): readonly Place[] {
  const known = found.get(block);
  if (known !== undefined) return known;
  const places: Place[] = [];
  const add = (node: Node, offset: number): void => {
    const { name } = node.type;
    if (name !== "footnoteReference" && name !== "footnote") return;
    const id: unknown = node.attrs[name === "footnote" ? "id" : "footnote"];
    places.push({ kind: name, id: typeof id === "string" ? id : null, offset, size: node.nodeSize });
  };
  add(block, 0);
  block.descendants((node, position) => {
    add(node, position + 1);
  });
  found.set(block, places);
  return places;
}
