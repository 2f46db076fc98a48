import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";

/** Puts a block in the place of the empty paragraph with the caret, or else below the block it is in. Null: nowhere. */
export function insertBlock(tr: Transaction, block: Node): number | null {
  const { $to } = tr.selection;
  const { parent } = $to;
  if (parent.isTextblock && parent.content.size === 0 && $to.depth > 0) {
    const index = $to.index(-1);
    if ($to.node(-1).canReplaceWith(index, index + 1, block.type)) {
      tr.replaceWith($to.before(), $to.after(), block);
      return $to.before();
    }
  }
  for (let depth = $to.depth; depth > 0; depth -= 1) {
    const index = $to.indexAfter(depth - 1);
    if (!$to.node(depth - 1).canReplaceWith(index, index, block.type)) continue;
    tr.insert($to.after(depth), block);
    return $to.after(depth);
  }
  return null;
}

/** A block that holds no caret, at the end of its parent, gets a paragraph below it: one can always write on. */
export function writeOnBelow(tr: Transaction, after: number): void {
  const paragraph = tr.doc.type.schema.nodes["paragraph"]?.create();
  const $after = tr.doc.resolve(after);
  if (paragraph === undefined || $after.nodeAfter !== null) return;
  if ($after.parent.canReplaceWith($after.index(), $after.index(), paragraph.type)) tr.insert(after, paragraph);
}
