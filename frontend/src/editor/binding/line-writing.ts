import * as Y from "yjs";

import { attributesOf, type Format, type LineChange, type Piece } from "./lines";
import type { Segment, SharedNode, SharedParent } from "./mapping";

/** Writes a line's change into its texts and tells what they are now. `embed` is null for a piece of text. */
export function writeLine(
  line: SharedParent,
  segments: readonly Segment[],
  change: LineChange,
  embed: (piece: Piece) => object | null,
): Segment[] {
  const placed = place(segments);
  // Formats leave all places as they are.
  for (const format of change.formats) apply(placed, format);
  const target = change.inserted.length === 0 ? null : targetOf(line, placed, change.from);
  remove(line, placed, change.from, change.to);
  let at = target?.at ?? 0;
  for (const piece of change.inserted) {
    const attributes = attributesOf(piece.marks);
    const object = embed(piece);
    if (object === null) target?.text.insert(at, piece.text, attributes);
    else target?.text.insertEmbed(at, object, attributes);
    at += piece.text.length;
  }
  return (line.toArray() as SharedNode[]).map((shared) => ({
    shared,
    size: shared instanceof Y.XmlText ? shared.length : 1,
  }));
}

interface Placed {
  readonly shared: SharedNode;
  readonly from: number;
  readonly to: number;
}

function place(segments: readonly Segment[]): Placed[] {
  let from = 0;
  return segments.map(({ shared, size }) => {
    const placed = { shared, from, to: from + size };
    from += size;
    return placed;
  });
}

function apply(placed: readonly Placed[], { from, to, marks }: Format): void {
  for (const { shared, from: start, to: end } of placed) {
    const [first, last] = [Math.max(from, start), Math.min(to, end)];
    if (first < last && shared instanceof Y.XmlText) shared.format(first - start, last - first, marks);
  }
}

/** The text that takes what is typed at a place: the one that ends there rather than the one that begins there. */
function targetOf(line: SharedParent, placed: readonly Placed[], at: number): { text: Y.XmlText; at: number } {
  for (const { shared, from, to } of placed) {
    if (shared instanceof Y.XmlText && from <= at && at <= to) return { text: shared, at: at - from };
  }
  const text = new Y.XmlText();
  line.insert(placed.filter(({ to }) => to <= at).length, [text]);
  return { text, at: 0 };
}

function remove(line: SharedParent, placed: readonly Placed[], from: number, to: number): void {
  for (const { shared, from: start, to: end } of placed) {
    const [first, last] = [Math.max(from, start), Math.min(to, end)];
    if (first >= last) continue;
    if (shared instanceof Y.XmlText) shared.delete(first - start, last - first);
    else line.delete((line.toArray() as SharedNode[]).indexOf(shared), 1);
  }
}
