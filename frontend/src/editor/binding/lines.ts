import type { Mark, Node } from "@tiptap/pm/model";

/** A line's content, taken apart: one piece for each run of text with equal marks, and for each atom. */
export interface Piece {
  /** Text, or one object character for an atom. */
  readonly text: string;
  readonly atom: Node | null;
  readonly marks: readonly Mark[];
}

/** What a line's change is: a range replaced by pieces, and ranges whose marks change. All in the old line's places. */
export interface LineChange {
  readonly from: number;
  readonly to: number;
  readonly inserted: readonly Piece[];
  readonly formats: readonly Format[];
}

export interface Format {
  readonly from: number;
  readonly to: number;
  /** By name: what the mark has now, or null where it is taken away. */
  readonly marks: Readonly<Record<string, unknown>>;
}

const OBJECT = "\uFFFC";

export function piecesOf(line: Node): Piece[] {
  const pieces: Piece[] = [];
  line.forEach((node) => {
    if (node.isText) pieces.push({ text: node.text ?? "", atom: null, marks: node.marks });
    else pieces.push({ text: OBJECT, atom: node, marks: node.marks });
  });
  return pieces;
}

/** Marks as the shared text keeps them. */
export function attributesOf(marks: readonly Mark[]): Record<string, unknown> {
  return Object.fromEntries(marks.map((mark) => [mark.type.name, mark.attrs]));
}

/** `caret` is where the caret stands in the new line, if it does: it tells which of several equal letters is new. */
export function changeOf(before: Node, now: Node, caret: number | null): LineChange {
  const [old, fresh] = [new Line(before), new Line(now)];
  const [start, end] = commonEnds(old, fresh, caret);
  return {
    from: start,
    to: old.length - end,
    inserted: fresh.slice(start, fresh.length - end),
    formats: [
      ...formats(old, fresh, [0, start], 0),
      ...formats(old, fresh, [old.length - end, old.length], fresh.length - old.length),
    ],
  };
}

class Line {
  readonly pieces: readonly Piece[];
  readonly text: string;
  readonly #atoms = new Map<number, Node>();

  constructor(node: Node) {
    this.pieces = piecesOf(node);
    this.text = this.pieces.map((piece) => piece.text).join("");
    let at = 0;
    for (const piece of this.pieces) {
      if (piece.atom !== null) this.#atoms.set(at, piece.atom);
      at += piece.text.length;
    }
  }

  get length(): number {
    return this.text.length;
  }

  /** Whether the same stands here as there; marks aside. */
  isSame(at: number, other: Line, there: number): boolean {
    if (this.text[at] !== other.text[there]) return false;
    if (this.text[at] !== OBJECT) return true;
    const [mine, theirs] = [this.#atoms.get(at), other.#atoms.get(there)];
    if (mine === undefined || theirs === undefined) return mine === theirs;
    return mine === theirs || (mine.type === theirs.type && mine.hasMarkup(theirs.type, theirs.attrs, mine.marks));
  }

  slice(from: number, to: number): Piece[] {
    const found: Piece[] = [];
    let at = 0;
    for (const piece of this.pieces) {
      const text = piece.text.slice(Math.max(0, from - at), Math.max(0, to - at));
      if (text !== "") found.push({ ...piece, text });
      at += piece.text.length;
    }
    return found;
  }
}

function commonEnds(old: Line, fresh: Line, caret: number | null): [start: number, end: number] {
  const most = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < most && old.isSame(start, fresh, start)) start += 1;
  const grown = fresh.length - old.length;
  const wanted = caret === null ? start : caret - Math.max(0, grown);
  if (wanted >= 0 && wanted < start && commonEnd(old, fresh, most - wanted) === most - wanted) start = wanted;
  let end = commonEnd(old, fresh, most - start);
  // A character of two halves is replaced as a whole.
  if (isHigh(old.text[start - 1]) && (isLow(old.text[start]) || isLow(fresh.text[start]))) start -= 1;
  if (isLow(old.text[old.length - end]) && end > 0 && isSplit(old, fresh, end)) end -= 1;
  return [start, end];
}

function commonEnd(old: Line, fresh: Line, most: number): number {
  let end = 0;
  while (end < most && old.isSame(old.length - 1 - end, fresh, fresh.length - 1 - end)) end += 1;
  return end;
}

function isSplit(old: Line, fresh: Line, end: number): boolean {
  return isHigh(old.text[old.length - end - 1]) || isHigh(fresh.text[fresh.length - end - 1]);
}

function isHigh(unit: string | undefined): boolean {
  return unit !== undefined && unit >= "\uD800" && unit <= "\uDBFF";
}

function isLow(unit: string | undefined): boolean {
  return unit !== undefined && unit >= "\uDC00" && unit <= "\uDFFF";
}

/** Where marks differ in a range of the old line that stands `shift` further in the new one. */
function formats(old: Line, fresh: Line, [from, to]: readonly [number, number], shift: number): Format[] {
  const found: Format[] = [];
  const now = fresh.slice(from + shift, to + shift);
  const then = old.slice(from, to);
  let [at, index, used] = [from, 0, 0];
  for (const piece of now) {
    for (let left = piece.text.length; left > 0;) {
      const was = then[index];
      if (was === undefined) return found;
      const size = Math.min(left, was.text.length - used);
      const marks = changedMarks(was.marks, piece.marks);
      if (marks !== null) found.push({ from: at, to: at + size, marks });
      at += size;
      left -= size;
      used += size;
      if (used === was.text.length) {
        index += 1;
        used = 0;
      }
    }
  }
  return found;
}

function changedMarks(before: readonly Mark[], now: readonly Mark[]): Record<string, unknown> | null {
  if (before === now) return null;
  const changed: Record<string, unknown> = {};
  for (const mark of before) if (!now.some(({ type }) => type === mark.type)) changed[mark.type.name] = null;
  for (const mark of now) if (!before.some((was) => was.eq(mark))) changed[mark.type.name] = mark.attrs;
  return Object.keys(changed).length === 0 ? null : changed;
}
