import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";

import { ITEMS, rowAt, type Spot } from "./movable";
import { fittedNode } from "./moving";

/** A place between blocks, and the line that shows it. */
export interface Gap {
  readonly pos: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

const INDENT_PX = 24;
/** How far left of a gap's own indent it is still meant. */
const REACH_PX = 10;
const LINE_PX = 2;

/**
 * Where the block would go if it were dropped at (x, y): above or below the row there; of the places that lie one on the
 * other (the end of a nested list is also that of its item) the one whose indent is nearest. Null: nowhere, or where it is.
 */
export function gapNear(editor: Editor, dragged: Spot, x: number, y: number): Gap | null {
  const { view, state } = editor;
  const box = view.dom.getBoundingClientRect();
  const top = Math.min(Math.max(y, box.top + 1), box.bottom - 1);
  const left = Math.min(Math.max(x, box.left + 1), box.right - 1);
  const found = view.posAtCoords({ left, top });
  if (found === null) return null;
  const isLeaf = found.inside >= 0 && state.doc.nodeAt(found.inside)?.isAtom === true;
  const row = rowAt(state.doc, isLeaf ? found.inside : found.pos);
  if (row === null) return null;
  const bounds = boundsOf(editor, row);
  if (bounds === null) return null;
  const isAfter = top > (bounds.top + bounds.bottom) / 2;
  const edge = isAfter ? bounds.bottom + LINE_PX : bounds.top - 2 * LINE_PX;
  const gaps = (isAfter ? gapsAfter(state.doc, row) : gapsBefore(state.doc, row))
    .filter((pos) => fittedNode(state.doc, dragged, pos) !== null)
    .map((pos) => ({ pos, ...extentOf(editor, pos, row), top: edge }));
  const deepest = gaps.sort((a, b) => b.left - a.left).find((gap) => gap.left - REACH_PX <= x) ?? gaps.at(-1);
  return deepest === undefined || isWhereItIs(state.doc, dragged, deepest.pos) ? null : deepest;
}

function gapsBefore(doc: Node, { pos }: Spot): number[] {
  const gaps = [pos];
  for (let $gap = doc.resolve(pos); $gap.depth > 0 && $gap.index() === 0; $gap = doc.resolve($gap.before())) {
    gaps.push($gap.before());
  }
  return gaps;
}

/** Below an item with more in it than its first line lies the first of that. */
function gapsAfter(doc: Node, { pos, node }: Spot): number[] {
  const head = ITEMS.has(node.type.name) ? node.firstChild : null;
  if (head !== null && node.childCount > 1) {
    const second = pos + 1 + head.nodeSize;
    const nested = doc.nodeAt(second);
    return nested !== null && ITEMS.has(nested.firstChild?.type.name ?? "") ? [second + 1, second] : [second];
  }
  const end = pos + node.nodeSize;
  const gaps = head === null ? [end] : [end - 1, end];
  for (let $gap = doc.resolve(end); $gap.depth > 0 && $gap.index() === $gap.parent.childCount;) {
    gaps.push($gap.after());
    $gap = doc.resolve($gap.after());
  }
  return gaps;
}

/** The first line of an item, the whole of everything else. */
function boundsOf({ view }: Editor, { pos, node }: Spot): DOMRect | null {
  const at = ITEMS.has(node.type.name) ? pos + 1 : pos;
  const dom = view.nodeDOM(at);
  return dom instanceof HTMLElement ? dom.getBoundingClientRect() : null;
}

function extentOf({ view, state }: Editor, gap: number, row: Spot): { left: number; width: number } {
  const $gap = state.doc.resolve(gap);
  const isInto = gap === row.pos + row.node.nodeSize - 1;
  const around = $gap.depth === 0 ? view.dom : view.nodeDOM($gap.before());
  const beside = $gap.nodeBefore ?? $gap.nodeAfter;
  const at = beside === null ? null : view.nodeDOM($gap.nodeBefore === null ? gap : gap - beside.nodeSize);
  const { left, right } = (at instanceof HTMLElement ? at : view.dom).getBoundingClientRect();
  const end = around instanceof HTMLElement ? around.getBoundingClientRect().right : right;
  const start = isInto ? left + INDENT_PX : left;
  return { left: start, width: Math.max(end - start, INDENT_PX) };
}

function isWhereItIs(doc: Node, { pos, node }: Spot, gap: number): boolean {
  if (gap >= pos && gap <= pos + node.nodeSize) return true;
  let $spot = doc.resolve(pos);
  while ($spot.depth > 0 && $spot.parent.childCount === 1) {
    if (gap >= $spot.before() && gap <= $spot.after()) return true;
    $spot = doc.resolve($spot.before());
  }
  return false;
}
