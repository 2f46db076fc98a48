import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";

/** Where a formula is after a change: in its place, or, where a remote change drew more anew, the nearest one like it. */
export function follow(transaction: Transaction, node: Node, at: number): number | null {
  const { pos, deleted } = transaction.mapping.mapResult(at);
  if (!deleted && transaction.doc.nodeAt(pos)?.type === node.type) return pos;
  let nearest: number | null = null;
  transaction.doc.descendants((other, otherAt) => {
    const isCloser = nearest === null || Math.abs(otherAt - at) < Math.abs(nearest - at);
    if (other.sameMarkup(node) && isCloser) nearest = otherAt;
  });
  return nearest;
}
