import type { Node } from "@tiptap/pm/model";
import { Selection, TextSelection, type Command, type EditorState, type Transaction } from "@tiptap/pm/state";
import { isInTable, selectedRect, TableMap, type TableRect } from "@tiptap/pm/tables";

import { insertBlock, writeOnBelow } from "../insert-block";
import { columnWidths, MIN_COLUMN_PX } from "./table-view";

const MAX_COLUMN_PX = 2000;

export type Way = -1 | 1;

/** A table with a header row, in the place of an empty paragraph or below the block with the caret. */
export function insertTable(tr: Transaction, rows: number, columns: number): boolean {
  const { tableCell, tableHeader, tableRow, table, paragraph } = tr.doc.type.schema.nodes;
  if (!tableCell || !tableHeader || !tableRow || !table || !paragraph) return false;
  const row = (_: unknown, at: number): Node => {
    const cell = at === 0 ? tableHeader : tableCell;
    const cells = Array.from({ length: columns }, () => cell.create(null, paragraph.create()));
    return tableRow.create(null, cells);
  };
  const made = table.create(null, Array.from({ length: rows }, row));
  const at = insertBlock(tr, made);
  if (at === null) return false;
  writeOnBelow(tr, at + made.nodeSize);
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView();
  return true;
}

/** Moves the selected rows up or down, by carrying the row there to their other side: the caret stays where it is. */
export function moveRows(way: Way): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false;
    const rect = selectedRect(state);
    const { map, table, tableStart, top, bottom } = rect;
    const neighbour = way < 0 ? top - 1 : bottom;
    const target = way < 0 ? bottom : top;
    if (neighbour < 0 || neighbour >= map.height) return false;
    if ([neighbour, neighbour + 1, target].some((edge) => crossesRowEdge(map, edge))) return false;
    if (dispatch === undefined) return true;
    const { tr } = state;
    carry(tr, startOfRow(rect, neighbour), table.child(neighbour), tableStart, startOfRow(rect, target));
    dispatch(tr);
    return true;
  };
}

/** Moves the selected columns left or right, as `moveRows` does. */
export function moveColumns(way: Way): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false;
    const { map, table, tableStart, left, right } = selectedRect(state);
    const neighbour = way < 0 ? left - 1 : right;
    const target = way < 0 ? right : left;
    if (neighbour < 0 || neighbour >= map.width) return false;
    if ([neighbour, neighbour + 1, target].some((edge) => crossesColumnEdge(map, edge))) return false;
    if (dispatch === undefined) return true;
    const { tr } = state;
    const column = { left: neighbour, right: neighbour + 1, top: 0, bottom: map.height };
    for (const position of map.cellsInRect(column).reverse()) {
      const cell = table.nodeAt(position);
      if (cell === null) continue;
      const { top } = map.findCell(position);
      carry(tr, position, cell, tableStart, map.positionAt(top, target, table));
    }
    dispatch(tr);
    return true;
  };
}

function carry(tr: Transaction, from: number, node: Node, tableStart: number, to: number): void {
  const map = (position: number): number => tr.mapping.map(tableStart + position);
  const target = map(to);
  const start = map(from);
  // What stands later in the document is changed first, so that the other place stays where it is.
  if (target > start) {
    tr.insert(target, node);
    tr.delete(start, start + node.nodeSize);
  } else {
    tr.delete(start, start + node.nodeSize);
    tr.insert(target, node);
  }
}

function startOfRow({ table }: TableRect, row: number): number {
  let start = 0;
  for (let at = 0; at < row; at += 1) start += table.child(at).nodeSize;
  return start;
}

function crossesRowEdge({ map, width, height }: TableMap, edge: number): boolean {
  if (edge <= 0 || edge >= height) return false;
  return Array.from({ length: width }, (_, column) => edge * width + column).some(
    (index) => map[index] === map[index - width],
  );
}

function crossesColumnEdge({ map, width, height }: TableMap, edge: number): boolean {
  if (edge <= 0 || edge >= width) return false;
  return Array.from({ length: height }, (_, row) => row * width + edge).some((index) => map[index] === map[index - 1]);
}

/** Gives a column a width, null for none: every cell in it says so. */
export function setColumnWidth(tr: Transaction, tablePosition: number, column: number, width: number | null): void {
  const table = tr.doc.nodeAt(tablePosition);
  if (table === null) return;
  const map = TableMap.get(table);
  const shown = width === null ? 0 : Math.round(Math.min(Math.max(width, MIN_COLUMN_PX / 2), MAX_COLUMN_PX));
  for (const position of new Set(map.map.filter((one, index) => index % map.width === column && one !== 0))) {
    const cell = table.nodeAt(position);
    if (cell === null) continue;
    const { colspan, colwidth } = cell.attrs as { colspan: number; colwidth: number[] | null };
    const widths = colwidth?.slice() ?? Array.from({ length: colspan }, () => 0);
    const at = column - map.colCount(position);
    if (widths[at] === shown) continue;
    widths[at] = shown;
    const kept = widths.some((one) => one > 0) ? widths : null;
    tr.setNodeMarkup(tablePosition + 1 + position, null, { ...cell.attrs, colwidth: kept });
  }
}

/** By keyboard: the columns of the selection wider or narrower. `shown` are their present widths on the screen. */
export function resizeColumns(by: number, shown: (column: number) => number): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false;
    const { tableStart, table, left, right } = selectedRect(state);
    const { tr } = state;
    const widths = columnWidths(table);
    for (let column = left; column < right; column += 1) {
      setColumnWidth(tr, tableStart - 1, column, (widths[column] ?? shown(column)) + by);
    }
    dispatch?.(tr);
    return true;
  };
}

export function evenWidths(state: EditorState, dispatch?: (tr: Transaction) => void): boolean {
  if (!isInTable(state)) return false;
  const { tableStart, table } = selectedRect(state);
  const widths = columnWidths(table);
  if (widths.every((width) => width === null)) return false;
  const { tr } = state;
  widths.forEach((_, column) => {
    setColumnWidth(tr, tableStart - 1, column, null);
  });
  dispatch?.(tr);
  return true;
}

/** The caret goes below the table; a paragraph is made there if there is none. */
export function leaveTable(state: EditorState, dispatch?: (tr: Transaction) => void): boolean {
  if (!isInTable(state)) return false;
  const { tableStart, table } = selectedRect(state);
  const after = tableStart - 1 + table.nodeSize;
  const { tr } = state;
  const paragraph = state.schema.nodes["paragraph"]?.create();
  if (paragraph === undefined) return false;
  if (tr.doc.resolve(after).nodeAfter?.isTextblock !== true) tr.insert(after, paragraph);
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(after), 1)).scrollIntoView());
  return true;
}
