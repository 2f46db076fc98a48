import type { Node } from "@tiptap/pm/model";
import { Fragment, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";

/** Makes the transaction's document equal to `next`, by one step over what differs. */
export function replaceDifference(transaction: Transaction, next: Node): void {
  const before = transaction.doc;
  const start = before.content.findDiffStart(next.content);
  const end = before.content.findDiffEnd(next.content);
  if (start === null || end === null) return;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const step = new ReplaceStep(start, end.a + overlap, next.slice(start, end.b + overlap));
  const made = tryStep(before, step);
  if (made?.eq(next) === true) transaction.step(step);
  else transaction.step(replaceBlocks(before, next));
}

function tryStep(before: Node, step: ReplaceStep): Node | null {
  return step.apply(before).doc;
}

/** The same with whole blocks of the outermost level. */
function replaceBlocks(before: Node, next: Node): ReplaceStep {
  const [old, fresh] = [before.children, next.children];
  const most = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < most && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  const from = size(old.slice(0, start));
  const to = before.content.size - size(old.slice(old.length - end));
  return new ReplaceStep(from, to, new Slice(Fragment.from(fresh.slice(start, fresh.length - end)), 0, 0));
}

function size(nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => sum + node.nodeSize, 0);
}
