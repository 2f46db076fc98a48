import type { Node, Slice } from "@tiptap/pm/model";
import { EditorState, Selection, type Command, type Transaction } from "@tiptap/pm/state";
import type { Mappable } from "@tiptap/pm/transform";
import { CellSelection, findTable, inSameTable, pointsAtCell, TableMap, type Problem } from "@tiptap/pm/tables";

/*
 * Two people who change a table's structure at once may leave it ragged: a row has a cell less than another. It is shown
 * as it is, and only a command on that very table mends it, in the same step: if everybody's editor did so by itself,
 * each would add the missing cells, and the table would be ragged again.
 */

/** Each pass makes a span smaller or fills what is missing, so that it comes to an end by itself, and much sooner. */
const MOST_PASSES = 1_000;

const cellsInRect = Reflect.get(TableMap.prototype, "cellsInRect");
const nextCell = Reflect.get(TableMap.prototype, "nextCell");
const content = Reflect.get(CellSelection.prototype, "content");
const map = Reflect.get(CellSelection.prototype, "map");

/** Teaches prosemirror-tables that a place without a cell, which its map calls 0, is no cell at position 0. */
export function allowRaggedTables(): void {
  TableMap.prototype.cellsInRect = function (this: TableMap, rect) {
    return cellsInRect.call(this, rect).filter((position) => position !== 0);
  };
  TableMap.prototype.nextCell = function (this: TableMap, position, axis, direction) {
    const next = nextCell.call(this, position, axis, direction);
    return next === 0 ? null : next;
  };
  CellSelection.prototype.content = function (this: CellSelection): Slice {
    const whole = mended(this.$anchorCell.doc, this).selection;
    return content.call(whole instanceof CellSelection ? whole : this);
  };
  // A whole row or column is not looked for where it may have no first or last cell.
  CellSelection.prototype.map = function (this: CellSelection, doc: Node, mapping: Mappable) {
    const $anchor = doc.resolve(mapping.map(this.$anchorCell.pos));
    const $head = doc.resolve(mapping.map(this.$headCell.pos));
    const isThere = pointsAtCell($anchor) && pointsAtCell($head) && inSameTable($anchor, $head);
    if (!isThere || isWhole($anchor.node(-1))) return map.call(this, doc, mapping);
    return new CellSelection($anchor, $head);
  };
}

/** Whether each place of the table has exactly one cell. */
export function isWhole(table: Node): boolean {
  return faultsOf(table).length === 0;
}

/** On a bare state of the document: the table around the selection made whole. It has no steps if it is. */
export function mended(doc: Node, selection: Selection): Transaction {
  const { tr } = EditorState.create({ doc, selection });
  const found = findTable(selection.$from);
  if (found === null) return tr;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const table = tr.doc.nodeAt(found.pos);
    if (table === null || isWhole(table)) break;
    // Spans first, then what is missing.
    if (!shrinkSpans(tr, table, found.pos)) fillRows(tr, table, found.pos);
  }
  return tr;
}

/** Runs a command of prosemirror-tables as a part of `tr`, on a table that is made whole first. */
export function runOnWhole(tr: Transaction, command: Command, dispatch: boolean): boolean {
  const whole = mended(tr.doc, tr.selection);
  const table = findTable(whole.selection.$from);
  if (table === null || !isWhole(table.node)) return false;
  const state = EditorState.create({ doc: whole.doc, selection: whole.selection });
  if (!dispatch) return command(state);
  return command(state, (done) => {
    for (const step of [...whole.steps, ...done.steps]) tr.step(step);
    tr.setSelection(done.selection.getBookmark().resolve(tr.doc));
  });
}

/** A selection whose cells are gone becomes a caret near by. */
export function heldSelection(selection: Selection): Selection | null {
  if (!(selection instanceof CellSelection)) return null;
  const { $anchorCell, $headCell } = selection;
  return pointsAtCell($anchorCell) && pointsAtCell($headCell) ? null : Selection.near($headCell);
}

function faultsOf(table: Node): Problem[] {
  return (TableMap.get(table).problems ?? []).filter(({ type }) => type !== "colwidth mismatch");
}

/** Cells that lie over others become simple ones; those that reach below the last row end there. */
function shrinkSpans(tr: Transaction, table: Node, at: number): boolean {
  let changed = false;
  for (const fault of faultsOf(table)) {
    if (fault.type !== "collision" && fault.type !== "overlong_rowspan") continue;
    const cell = tr.doc.nodeAt(at + 1 + fault.pos);
    if (cell === null) continue;
    const { rowspan } = cell.attrs as { rowspan: number };
    const spans =
      fault.type === "collision" ? { colspan: 1, rowspan: 1, colwidth: null } : { rowspan: rowspan - fault.n };
    tr.setNodeMarkup(at + 1 + fault.pos, null, { ...cell.attrs, ...spans });
    changed = true;
  }
  return changed;
}

function fillRows(tr: Transaction, table: Node, at: number): void {
  const missing = new Map(faultsOf(table).flatMap((fault) => (fault.type === "missing" ? [[fault.row, fault.n]] : [])));
  let end = at + table.nodeSize - 1;
  for (let row = table.childCount - 1; row >= 0; row -= 1) {
    const { lastChild, nodeSize } = table.child(row);
    const type = lastChild?.type ?? table.type.schema.nodes["tableCell"];
    const cells = Array.from({ length: missing.get(row) ?? 0 }, () => type?.createAndFill() ?? null).filter(
      (cell) => cell !== null,
    );
    if (cells.length > 0) tr.insert(end - 1, cells);
    end -= nodeSize;
  }
}
