import { Fragment, type Node } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";

import { ITEMS, type Spot } from "./movable";

/** What can be left without anything in it. */
const KEPT = new Set(["doc", "detailsContent", "tableCell", "tableHeader"]);

/** From where to where the document loses something when the block goes: with a list or frame that has nothing else. */
function extentOf(doc: Node, { pos, node }: Spot): { from: number; to: number; leavesNothing: boolean } {
  let $pos = doc.resolve(pos);
  let [from, to] = [pos, pos + node.nodeSize];
  while ($pos.parent.childCount === 1 && !KEPT.has($pos.parent.type.name)) {
    [from, to] = [$pos.before(), $pos.after()];
    $pos = doc.resolve(from);
  }
  return { from, to, leavesNothing: $pos.parent.childCount === 1 };
}

export function deleteBlock(tr: Transaction, spot: Spot): void {
  const { from, to, leavesNothing } = extentOf(tr.doc, spot);
  if (leavesNothing) tr.replaceWith(from, to, paragraph(tr.doc));
  else tr.delete(from, to);
  tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size)), from === 0 ? 1 : -1));
}

/** A second one below it. The ids stay with the first. */
export function duplicateBlock(tr: Transaction, { pos, node }: Spot): void {
  const at = pos + node.nodeSize;
  tr.insert(at, withoutIds(node));
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1)));
}

function withoutIds(node: Node): Node {
  if (node.isText) return node;
  const attributes = "id" in node.attrs ? { ...node.attrs, id: null } : node.attrs;
  const content = Fragment.from(node.content.content.map(withoutIds));
  return node.type.create(attributes, content, node.marks);
}

/**
 * An empty paragraph below the block, beside it in its list or frame; the caret goes there. An empty paragraph itself
 * needs no second one.
 */
export function addBelow(tr: Transaction, { pos, node }: Spot): void {
  const isEmpty = node.type.name === "paragraph" && node.content.size === 0;
  const at = isEmpty ? pos : pos + node.nodeSize;
  if (!isEmpty)
    tr.insert(at, ITEMS.has(node.type.name) ? node.type.create(null, paragraph(tr.doc)) : paragraph(tr.doc));
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1)));
}

/**
 * Moves the block into a gap between others, in one step and as the very same node where the place allows it. False:
 * it can't be there, or is there already.
 */
export function moveBlock(tr: Transaction, spot: Spot, gap: number): boolean {
  const { from, to, leavesNothing } = extentOf(tr.doc, spot);
  const fitted = fittedNode(tr.doc, spot, gap);
  if (fitted === null || (gap >= from && gap <= to)) return false;
  const { anchor, head } = tr.selection;
  if (leavesNothing) tr.replaceWith(from, to, paragraph(tr.doc));
  else tr.delete(from, to);
  const at = tr.mapping.map(gap, gap <= from ? -1 : 1);
  tr.insert(at, fitted);
  const start = at + depthOf(fitted, spot.node);
  const within = [anchor, head].map((place) => Math.min(Math.max(place - spot.pos, 0), spot.node.nodeSize) + start);
  const [newAnchor = start, newHead = start] = within;
  const isInside = anchor > spot.pos && anchor < spot.pos + spot.node.nodeSize;
  const $at = tr.doc.resolve(newAnchor);
  if (isInside && $at.parent.inlineContent) tr.setSelection(TextSelection.between($at, tr.doc.resolve(newHead)));
  else tr.setSelection(TextSelection.near(tr.doc.resolve(start + 1)));
  return true;
}

/** The block as it can stand in the gap: as it is, as an item of the list there, or in a list of its own. */
export function fittedNode(doc: Node, { pos, node }: Spot, gap: number): Node | null {
  if (gap > pos && gap < pos + node.nodeSize) return null;
  const $gap = doc.resolve(gap);
  const index = $gap.index();
  const fits = (made: Node): boolean => $gap.parent.canReplaceWith(index, index, made.type);
  const list = doc.resolve(pos).parent;
  if (ITEMS.has(node.type.name)) {
    const item = itemFor($gap.parent);
    if (item !== null) return item.name === node.type.name ? node : item.create(null, node.content);
    const wrapped = list.type.create(null, node);
    return isBefore(doc, gap) ? null : fits(wrapped) ? wrapped : null;
  }
  const item = itemFor($gap.parent);
  if (item !== null) return node.type.name === "paragraph" ? item.create(null, node) : null;
  return fits(node) && !isBefore(doc, gap) ? node : null;
}

/** In front of an item's first paragraph, which belongs to the item. */
function isBefore(doc: Node, gap: number): boolean {
  const $gap = doc.resolve(gap);
  return ITEMS.has($gap.parent.type.name) && $gap.index() === 0;
}

function itemFor(list: Node): Node["type"] | null {
  const { schema, name } = list.type;
  const items: Record<string, string> = { bulletList: "listItem", orderedList: "listItem", taskList: "taskItem" };
  const item = items[name];
  return item === undefined ? null : (schema.nodes[item] ?? null);
}

/** How much deeper the block begins in what was made of it. */
function depthOf(fitted: Node, node: Node): number {
  if (fitted === node || ITEMS.has(fitted.type.name) === ITEMS.has(node.type.name)) return 0;
  return 1;
}

function paragraph(doc: Node): Node {
  const { paragraph } = doc.type.schema.nodes;
  if (paragraph === undefined) throw new Error("A document without paragraphs.");
  return paragraph.create();
}

/** The gap that a step up or down leads to: past a neighbour, or out of what is around it. */
export function gapBeyond(doc: Node, spot: Spot, direction: "up" | "down"): number | null {
  const isItem = ITEMS.has(spot.node.type.name);
  const isUp = direction === "up";
  let $edge = doc.resolve(isUp ? spot.pos : spot.pos + spot.node.nodeSize);
  const gaps: number[] = [];
  for (;;) {
    const inList = itemFor($edge.parent) !== null;
    const neighbour = isUp ? $edge.nodeBefore : $edge.nodeAfter;
    if (neighbour !== null) gaps.push(past($edge.pos, neighbour, direction, isItem && !inList));
    if ($edge.depth === 0) break;
    $edge = doc.resolve(isUp ? $edge.before() : $edge.after());
    // Beside its own list an item would be where it is already.
    if (!(isItem && inList)) gaps.push($edge.pos);
  }
  return gaps.find((gap) => fittedNode(doc, spot, gap) !== null) ?? null;
}

/** An item that left its list goes into the next one, past its first item. */
function past(edge: number, neighbour: Node, direction: "up" | "down", isLooseItem: boolean): number {
  const isUp = direction === "up";
  const first = isUp ? neighbour.lastChild : neighbour.firstChild;
  const size = isLooseItem && itemFor(neighbour) !== null && first !== null ? first.nodeSize + 1 : neighbour.nodeSize;
  return isUp ? edge - size : edge + size;
}
