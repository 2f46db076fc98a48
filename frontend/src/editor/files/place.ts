import { Fragment, Slice, type Node, type NodeType, type ResolvedPos } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { dropPoint } from "@tiptap/pm/transform";

/**
 * Where a block of this type goes when it is added at `$pos`: before an empty line (so that one can write on below it)
 * or the beginning of a text, else after the text; outside of what takes no such block.
 */
export function blockPlace($pos: ResolvedPos, type: NodeType): number {
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    const parent = $pos.node(depth - 1);
    const index = $pos.index(depth - 1);
    const isAtStart = $pos.parent.isTextblock && $pos.parentOffset === 0 && depth === $pos.depth;
    if (isAtStart && parent.canReplaceWith(index, index, type)) return $pos.before(depth);
    if (parent.canReplaceWith(index + 1, index + 1, type)) return $pos.after(depth);
  }
  return $pos.depth === 0 ? $pos.pos : $pos.after(1);
}

/** Where it goes when it is dropped: the block's edge that is nearer. */
export function droppedPlace(doc: Node, position: number, type: NodeType): number {
  return dropPoint(doc, position, blockSlice(type)) ?? blockPlace(doc.resolve(position), type);
}

export function blockSlice(type: NodeType): Slice {
  return new Slice(Fragment.from(type.create()), 0, 0);
}

/**
 * Where a place is after a change. Somebody else's change may come as a replacement of much more than what differs:
 * then the difference tells.
 */
export function mappedPlace(place: number, transaction: Transaction): number {
  const { pos, deletedAcross } = transaction.mapping.mapResult(place);
  return deletedAcross ? placeBesideDifference(place, transaction.before, transaction.doc) : pos;
}

function placeBesideDifference(place: number, before: Node, after: Node): number {
  const start = before.content.findDiffStart(after.content);
  if (start === null || place <= start) return place;
  const end = before.content.findDiffEnd(after.content);
  if (end === null) return place;
  // Where text repeats, both searches may claim the same letters.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  return place >= end.a + overlap ? place + end.b - end.a : start;
}
