import type { CommandProps } from "@tiptap/core";
import { Fragment, type Node, type NodeType, type ResolvedPos, type Schema } from "@tiptap/pm/model";
import { AllSelection, Selection, TextSelection, type Transaction } from "@tiptap/pm/state";
import { canJoin, findWrapping } from "@tiptap/pm/transform";

import { freshId } from "./fresh-id";

/** What the items of each kind of list are called. */
const ITEMS: Readonly<Record<string, string>> = {
  bulletList: "listItem",
  orderedList: "listItem",
  taskList: "taskItem",
};
const MANY = 100;
const TEXTS = new Set(["paragraph", "heading"]);
const ITEM_TYPES = new Set(Object.values(ITEMS));

export interface Depth {
  readonly depth: number;
  readonly node: Node;
}

/** The innermost item around a place, unless a table's cell is nearer. */
export function itemAround($from: ResolvedPos): Depth | null {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (ITEM_TYPES.has(node.type.name)) return { depth, node };
    if (node.type.spec["tableRole"] !== undefined) return null;
  }
  return null;
}

/** Makes the text a list, a list of another kind this one, and this one text again. */
export function toggleListKind(name: string, { state, tr, commands, dispatch }: CommandProps): boolean {
  const item = ITEMS[name] ?? "";
  const type = state.schema.nodes[name];
  const around = itemAround(tr.selection.$from);
  const list = around === null ? null : tr.selection.$from.node(around.depth - 1);
  const position = around === null ? 0 : tr.selection.$from.before(around.depth - 1);
  const goesBeyond = list === null || tr.selection.to > position + list.nodeSize;
  if (goesBeyond && type !== undefined && dispatch !== undefined && listAll(tr, type)) return true;
  if (goesBeyond || type === undefined || list.type === type) return commands.toggleList(name, item);
  if (dispatch !== undefined) {
    const { anchor, head } = tr.selection;
    tr.replaceWith(position, position + list.nodeSize, inKind(list, type));
    // The new list has its items where the old one had them.
    tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head)));
    joinAround(tr, position);
  }
  return true;
}

/**
 * Many paragraphs, headings and lists become one list in one step: with a step for each it would take as long as their
 * number squared.
 */
function listAll(tr: Transaction, type: NodeType): boolean {
  const { $from, $to, $anchor, $head } = tr.selection;
  const range = $from.blockRange($to);
  if (range === null) return false;
  const blocks = range.parent.content.content.slice(range.startIndex, range.endIndex);
  if (!isForListing(blocks, type) || !range.parent.canReplaceWith(range.startIndex, range.endIndex, type)) return false;
  const within = ($place: ResolvedPos): number =>
    $place.pos + shiftAt(blocks, $place.index(range.depth) - range.startIndex);
  const isAll = tr.selection instanceof AllSelection;
  const [first] = blocks;
  // With ids from the start: the page needn't be drawn once more to have them.
  const id = blocks.length === 1 && first !== undefined ? idOf(first) : freshId();
  const items = blocks.flatMap((block) => itemsOf(block, type));
  tr.replaceWith(range.start, range.end, type.create({ id }, items));
  const placed = (place: number): ResolvedPos => tr.doc.resolve(place);
  tr.setSelection(
    isAll ? new AllSelection(tr.doc) : TextSelection.between(placed(within($anchor)), placed(within($head))),
  );
  joinAround(tr, range.start);
  return true;
}

/** What is a list of this kind already, and nothing else, is to become text again. */
function isForListing(blocks: readonly Node[], type: NodeType): boolean {
  const count = blocks.reduce((sum, block) => sum + (block.type.name in ITEMS ? block.childCount : 1), 0);
  return (
    count >= MANY &&
    blocks.every(({ type: { name } }) => TEXTS.has(name) || name in ITEMS) &&
    blocks.some((block) => block.type !== type)
  );
}

/** How much further inside what stands in the block is, when all of them are one list. */
function shiftAt(blocks: readonly Node[], index: number): number {
  const isList = (block: Node | undefined): boolean => block !== undefined && block.type.name in ITEMS;
  const before = blocks.slice(0, index).reduce((sum, block) => sum + (isList(block) ? -2 : 2), 0);
  return before + (isList(blocks[index]) ? 0 : 2);
}

function itemsOf(block: Node, type: NodeType): readonly Node[] {
  if (block.type.name in ITEMS) return inKind(block, type).children;
  const item = type.schema.nodes[ITEMS[type.name] ?? ""];
  return item === undefined ? [] : [item.create({ id: freshId() }, asParagraph(block))];
}

function asParagraph(block: Node): Node {
  const { paragraph } = block.type.schema.nodes;
  return paragraph?.create(block.attrs, block.content, block.marks) ?? block;
}

/** A task of its own, where its list is cut in two for it. */
export function makeTask(tr: Transaction, { depth, node }: Depth, checked: boolean): void {
  const { $from } = tr.selection;
  const list = $from.node(depth - 1);
  const index = $from.index(depth - 1);
  const position = $from.before(depth - 1);
  const offset = $from.pos - $from.start(depth);
  const items = [...list.content.content];
  const { taskList, taskItem } = typesOf(node.type.schema);
  const parts: Node[] = [taskList.create(null, taskItem.create({ ...node.attrs, checked }, node.content))];
  if (index > 0) parts.unshift(list.copy(Fragment.from(items.slice(0, index))));
  if (index + 1 < items.length) {
    parts.push(list.type.create({ ...list.attrs, id: null }, items.slice(index + 1)));
  }
  tr.replaceWith(position, position + list.nodeSize, parts);
  const at = position + (index > 0 ? (parts[0]?.nodeSize ?? 0) : 0);
  tr.setSelection(Selection.near(tr.doc.resolve(at + 2 + offset)));
  joinAround(tr, at);
}

/** Makes the block at the caret a task. */
export function wrapInTask(tr: Transaction, checked: boolean): boolean {
  const { $from } = tr.selection;
  const range = $from.blockRange();
  const { taskItem } = typesOf(tr.doc.type.schema);
  const wrapping = range === null ? null : findWrapping(range, taskItem, { checked });
  if (range === null || wrapping === null) return false;
  tr.wrap(range, wrapping);
  joinAround(tr, range.start);
  return true;
}

function typesOf({ nodes }: Schema): { taskList: NodeType; taskItem: NodeType } {
  const { taskList, taskItem } = nodes;
  if (taskList === undefined || taskItem === undefined) throw new Error("The schema has no task list.");
  return { taskList, taskItem };
}

function inKind(list: Node, type: NodeType): Node {
  const item = type.schema.nodes[ITEMS[type.name] ?? ""];
  const items = [...list.content.content];
  return type.create(
    { id: idOf(list) },
    items.map((one) => item?.create({ id: idOf(one) }, one.content) ?? one),
  );
}

function idOf({ attrs }: Node): unknown {
  return (attrs as { id?: unknown }).id ?? null;
}

/** Lists of one kind that have come to stand side by side become one. */
function joinAround(tr: Transaction, position: number): void {
  const end = position + (tr.doc.nodeAt(position)?.nodeSize ?? 0);
  for (const at of [end, position]) {
    const { nodeBefore, nodeAfter } = tr.doc.resolve(at);
    const alike = nodeBefore !== null && nodeBefore.type === nodeAfter?.type && nodeBefore.type.name in ITEMS;
    if (alike && nodeBefore.type.name !== "orderedList" && canJoin(tr.doc, at)) tr.join(at);
  }
}
