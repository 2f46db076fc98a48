import { Fragment, Slice, type Mark, type Node } from "@tiptap/pm/model";

import { shownAttributes } from "../schema/attributes";
import { MARKS, NODES } from "../schema/description";

export interface Arriving {
  /** Whether a block may keep the id that it brings: one that is moved within its document. */
  readonly keepsId: (id: string) => boolean;
  /** Whether the document has this footnote. */
  readonly hasFootnote: (id: string) => boolean;
  readonly freshId: () => string;
}

/** What to show of a node that says nothing without the attribute it lacks. */
const INSTEAD: Readonly<Record<string, (node: Node) => string>> = {
  mention: ({ attrs }) => (attrs["label"] === "" ? "" : `@${String(attrs["label"])}`),
  documentLink: ({ attrs }) => String(attrs["title"]),
};
const NEEDED: Readonly<Record<string, string>> = {
  ...{ image: "file", attachment: "file", embed: "url", mention: "user" },
  ...{ documentLink: "document", footnoteReference: "footnote" },
};

/**
 * What is pasted or dropped, with nothing in it that the schema doesn't allow. Blocks come without their ids, which
 * stay those of the blocks they were copied from; a footnote that comes along gets a new one, and so do its references.
 */
export function arrivingSlice(slice: Slice, arriving: Arriving): Slice {
  const content = new Arrival(slice, arriving).content();
  if (content === slice.content) return slice;
  const openStart = Math.min(slice.openStart, openDepth(content, "firstChild"));
  const openEnd = Math.min(slice.openEnd, openDepth(content, "lastChild"));
  return new Slice(content, openStart, openEnd);
}

/** Those that are read; what only holds others (a list, its items) counts for nothing. */
export function countBlocks({ content }: Slice): number {
  let count = 0;
  content.descendants(({ isTextblock, isBlock, isLeaf }) => {
    if (isTextblock || (isBlock && isLeaf)) count += 1;
  });
  return count;
}

class Arrival {
  readonly #slice: Slice;
  readonly #arriving: Arriving;
  readonly #footnotes = new Map<string, string>();
  readonly #kept = new Set<string>();

  constructor(slice: Slice, arriving: Arriving) {
    this.#slice = slice;
    this.#arriving = arriving;
  }

  content(): Fragment {
    const { content, openStart, openEnd } = this.#slice;
    content.descendants((node) => {
      const id: unknown = node.attrs["id"];
      if (node.type.name === "footnote" && typeof id === "string") this.#footnotes.set(id, this.#arriving.freshId());
    });
    return this.#fragment(content, openStart, openEnd);
  }

  /** `openStart` and `openEnd`: how deep the fragment is a part of something that was cut through there. */
  #fragment(fragment: Fragment, openStart: number, openEnd: number): Fragment {
    const nodes: Node[] = [];
    fragment.forEach((node, _offset, index) => {
      const start = index === 0 ? openStart : 0;
      const end = index === fragment.childCount - 1 ? openEnd : 0;
      const arrived = this.#node(node, start, end);
      if (arrived !== null) nodes.push(arrived);
    });
    const isSame = nodes.length === fragment.childCount && nodes.every((node, at) => node === fragment.child(at));
    return isSame ? fragment : Fragment.from(nodes);
  }

  #node(node: Node, openStart: number, openEnd: number): Node | null {
    const marks = node.marks.flatMap(allowedMark);
    const sameMarks = marks.length === node.marks.length && marks.every((mark, at) => mark === node.marks[at]);
    if (node.isText) return sameMarks ? node : node.mark(marks);
    if (node.type.name.startsWith("unknown")) return node;
    const attributes = this.#attributes(node, openStart > 0 || openEnd > 0);
    const missing = NEEDED[node.type.name];
    if (missing !== undefined && attributes[missing] === null) return instead(node);
    const content = this.#fragment(node.content, Math.max(0, openStart - 1), Math.max(0, openEnd - 1));
    if (content === node.content && sameMarks && haveSame(node.attrs, attributes)) return node;
    if (openStart > 0 || openEnd > 0 || node.type.validContent(content)) {
      return node.type.create(attributes, content, marks);
    }
    return node.type.createAndFill(attributes, content, marks);
  }

  #attributes(node: Node, isPart: boolean): Record<string, unknown> {
    const { name } = node.type;
    const shown = shownAttributes(NODES[name]?.attributes ?? {}, node.attrs) ?? {};
    const { id, footnote } = shown;
    if (typeof id === "string") shown["id"] = this.#id(id, isPart);
    if (name === "footnoteReference" && typeof footnote === "string") {
      const known = this.#arriving.hasFootnote(footnote) ? footnote : null;
      shown["footnote"] = this.#footnotes.get(footnote) ?? known;
    }
    return shown;
  }

  #id(id: string, isPart: boolean): string | null {
    if (!isPart && !this.#kept.has(id) && this.#arriving.keepsId(id)) {
      this.#kept.add(id);
      this.#footnotes.delete(id);
      return id;
    }
    return this.#footnotes.get(id) ?? null;
  }
}

function allowedMark(mark: Mark): Mark[] {
  const shown = shownAttributes(MARKS[mark.type.name]?.attributes ?? {}, mark.attrs);
  if (shown === null) return [];
  return [haveSame(mark.attrs, shown) ? mark : mark.type.create(shown)];
}

function instead(node: Node): Node | null {
  const { schema } = node.type;
  const text = INSTEAD[node.type.name]?.(node) ?? "";
  if (text !== "") return schema.text(text, node.marks);
  // A picture that can't be shown leaves its caption.
  return node.inlineContent && node.content.size > 0
    ? (schema.nodes["paragraph"]?.create(null, node.content) ?? null)
    : null;
}

function haveSame(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  return Object.entries(one).every(([name, value]) => other[name] === value);
}

function openDepth(content: Fragment, side: "firstChild" | "lastChild"): number {
  let depth = 0;
  for (let node = content[side]; node !== null && !node.isLeaf; node = node[side]) depth += 1;
  return depth;
}
