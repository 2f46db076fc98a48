import { combineTransactionSteps, getChangedRanges } from "@tiptap/core";
import type { MarkType, Node } from "@tiptap/pm/model";
import { Plugin, type Transaction } from "@tiptap/pm/state";

import { isRemote } from "../binding";
import { isAllowedLink } from "../schema/attributes";
import { OWN_STEP } from "../undo-steps";

export const PREVENT_AUTOLINK = "preventAutolink";

/** Somebody who writes makes few; what makes thousands of them at once is a command, and finding its places is slow. */
const MAX_STEPS = 10;

/** The last word before a space or the end of a block, in brackets or not; what ends in punctuation goes on, maybe. */
const ADDRESS = /(?:^|[\s\u00a0])([([]?)(https?:\/\/[^\s/?#.:@[\]()]+\S*|mailto:[^\s@]+@[^\s@]+\.[^\s@]+)$/iu;
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]" };

/** An address becomes a link with the space, or the new line, that is written after it. */
export function autolink(type: MarkType): Plugin {
  return new Plugin({
    appendTransaction: (transactions, before, after) => {
      const steps = transactions.reduce((sum, transaction) => sum + transaction.steps.length, 0);
      if (steps === 0 || steps > MAX_STEPS || transactions.some(isNoWriting)) return null;
      const { tr } = after;
      const changes = getChangedRanges(combineTransactionSteps(before.doc, [...transactions]));
      for (const { newRange } of changes) linkBefore(tr, type, newRange);
      return tr.docChanged ? tr.setMeta(OWN_STEP, true) : null;
    },
  });
}

function isNoWriting(transaction: Transaction): boolean {
  return isRemote(transaction) || transaction.getMeta(PREVENT_AUTOLINK) === true;
}

function linkBefore(tr: Transaction, type: MarkType, { from, to }: { from: number; to: number }): void {
  const written = endOfWord(tr.doc, from, to);
  if (written === null) return;
  const { block, start, end } = written;
  const text = block.textBetween(0, end - start, undefined, " ");
  const [whole = "", bracket = "", rest = ""] = ADDRESS.exec(text) ?? [];
  const closing = CLOSING[bracket] ?? "";
  const address = closing !== "" && rest.endsWith(closing) ? rest.slice(0, -1) : rest;
  if (whole === "" || (closing !== "" && address === rest) || !/[\p{L}\p{N}/=&#_~+-]$/u.test(address)) return;
  if (!isAllowedLink(address)) return;
  const first = end - rest.length;
  const last = first + address.length;
  const { code } = tr.doc.type.schema.marks;
  if (tr.doc.rangeHasMark(first, last, type) || (code !== undefined && tr.doc.rangeHasMark(first, last, code))) return;
  tr.addMark(first, last, type.create({ href: address }));
}

/** Where a word ends that a space, or a new block, was just written behind. */
function endOfWord(doc: Node, from: number, to: number): { block: Node; start: number; end: number } | null {
  const $from = doc.resolve(from);
  const $to = doc.resolve(to);
  const block = $from.parent;
  if (!block.isTextblock || block.type.spec.code === true) return null;
  const start = $from.start();
  if (!$from.sameParent($to)) return { block, start, end: $from.end() };
  const before = block.textBetween(0, to - start, undefined, " ");
  const spaces = /[\s\u00a0]+$/u.exec(before)?.[0].length ?? 0;
  const isNew = spaces > 0 && /[\s\u00a0]$/u.test(doc.textBetween(from, to, " ", " "));
  return isNew ? { block, start, end: to - spaces } : null;
}
