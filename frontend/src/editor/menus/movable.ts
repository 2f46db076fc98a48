import type { Node, ResolvedPos } from "@tiptap/pm/model";

import { NODES } from "../schema/description";

/** A block and where it begins. */
export interface Spot {
  readonly pos: number;
  readonly node: Node;
}

const LISTS = new Set(["bulletList", "orderedList", "taskList"]);
export const ITEMS = new Set(["listItem", "taskItem"]);
/** What is moved as a whole while there is only one block in it. */
const FRAMES = new Set(["blockquote", "callout"]);
const HELD = new Set([...LISTS, "footnote"]);

/** Lists are moved by their items; footnotes stand where their references put them. */
function isMovable({ type }: Node): boolean {
  const described = NODES[type.name];
  return described !== undefined && "id" in described.attributes && !HELD.has(type.name);
}

/**
 * The block that somebody means who points at `pos`: the innermost one, but an item with its first paragraph, a frame
 * with its only block, and a table with all that is in it.
 */
export function blockAt(doc: Node, pos: number): Spot | null {
  const $pos = doc.resolve(pos);
  const inner = innermost($pos);
  if (inner === null) return null;
  let spot = inner;
  for (let depth = doc.resolve(spot.pos).depth; depth > 0; depth -= 1) {
    const $spot = doc.resolve(spot.pos);
    const parent = $spot.parent;
    const isHead = ITEMS.has(parent.type.name) && $spot.index() === 0;
    const isOnly = FRAMES.has(parent.type.name) && parent.childCount === 1;
    if (!isHead && !isOnly) break;
    spot = { pos: $spot.before(), node: parent };
  }
  return spot;
}

/** The outermost one there, in a list the outermost item. */
export function outerBlockAt(doc: Node, pos: number): Spot | null {
  const $pos = doc.resolve(pos);
  for (let depth = 1; depth <= $pos.depth; depth += 1) {
    if (isMovable($pos.node(depth))) return { pos: $pos.before(depth), node: $pos.node(depth) };
  }
  return leafAfter($pos);
}

/** What a gap beside it lies next to: as `blockAt`, but a block in a frame by itself. */
export function rowAt(doc: Node, pos: number): Spot | null {
  const spot = innermost(doc.resolve(pos));
  if (spot === null) return null;
  const $spot = doc.resolve(spot.pos);
  const isHead = ITEMS.has($spot.parent.type.name) && $spot.index() === 0;
  return isHead ? { pos: $spot.before(), node: $spot.parent } : spot;
}

function innermost($pos: ResolvedPos): Spot | null {
  const leaf = leafAfter($pos);
  let depth = $pos.depth;
  for (let outer = 1; outer <= $pos.depth; outer += 1) {
    if ($pos.node(outer).type.spec["tableRole"] === "table") depth = outer;
  }
  if (leaf !== null && depth === $pos.depth) return leaf;
  while (depth > 0 && !isMovable($pos.node(depth))) depth -= 1;
  return depth === 0 ? null : { pos: $pos.before(depth), node: $pos.node(depth) };
}

/** A block without text in it: there is no position inside. */
function leafAfter($pos: ResolvedPos): Spot | null {
  const node = $pos.nodeAfter;
  return node?.isBlock === true && node.isAtom && isMovable(node) ? { pos: $pos.pos, node } : null;
}

/**
 * Where a block is that was at `pos` before the document became `doc`: where the change put it, where it is found by
 * itself, or by its id when somebody has changed it meanwhile.
 */
export function find(doc: Node, { pos, node }: Spot): Spot | null {
  const there = nodeAt(doc, pos);
  if (there !== null && isSame(there, node)) return { pos, node: there };
  let found: Spot | null = null;
  doc.descendants((other, at) => {
    if (found === null && isSame(other, node)) found = { pos: at, node: other };
    return found === null && !other.isTextblock;
  });
  return found;
}

/** What stands at a position that the document may no longer have. */
export function nodeAt(doc: Node, pos: number): Node | null {
  return pos <= doc.content.size ? doc.nodeAt(pos) : null;
}

function isSame(a: Node, b: Node): boolean {
  const id: unknown = b.attrs["id"];
  return a === b || (typeof id === "string" && id !== "" && a.attrs["id"] === id);
}

/** Whether all that is in it is known here: what isn't can be moved, but not written a second time. */
export function isKnown(node: Node): boolean {
  let known = node.type.name in NODES;
  node.descendants((child) => {
    known &&= child.type.name in NODES;
    return known;
  });
  return known;
}
