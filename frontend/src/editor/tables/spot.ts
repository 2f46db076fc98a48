import { cellAround, CellSelection, TableMap } from "@tiptap/pm/tables";
import type { EditorView } from "@tiptap/pm/view";

/** A cell on the screen, and where it stands in the document. */
export interface CellSpot {
  readonly cell: Element;
  readonly wrapper: HTMLElement;
  readonly position: number;
  readonly tablePosition: number;
}

export function cellSpot(view: EditorView, cell: Element): CellSpot | null {
  const wrapper = cell.closest<HTMLElement>(".table-wrapper");
  if (wrapper === null || !view.dom.contains(cell)) return null;
  const $cell = cellAround(view.state.doc.resolve(view.posAtDOM(cell, 0)));
  return $cell === null ? null : { cell, wrapper, position: $cell.pos, tablePosition: $cell.before(-1) };
}

/** The last cell of the table's first row, or the first of its last row. */
export function lastCell(view: EditorView, { tablePosition }: CellSpot, axis: "row" | "column"): number | null {
  const table = view.state.doc.nodeAt(tablePosition);
  if (table === null) return null;
  const { map, width } = TableMap.get(table);
  const cells = axis === "column" ? map.slice(0, width).reverse() : map.slice(-width);
  const found = cells.find((position) => position !== 0);
  return found === undefined ? null : tablePosition + 1 + found;
}

/** The whole row or column of the cell, as far as it has cells. */
export function lineSelection(view: EditorView, spot: CellSpot, axis: "row" | "column"): CellSelection | null {
  const { doc } = view.state;
  const table = doc.nodeAt(spot.tablePosition);
  if (table === null) return null;
  const { map, width } = TableMap.get(table);
  const { left, right, top, bottom } = TableMap.get(table).findCell(spot.position - spot.tablePosition - 1);
  const isIn = (index: number): boolean => {
    const [row, column] = [Math.floor(index / width), index % width];
    return axis === "row" ? row >= top && row < bottom : column >= left && column < right;
  };
  const cells = map.filter((position, index) => position !== 0 && isIn(index));
  const [first = null, last = null] = [cells[0], cells.at(-1)];
  if (first === null || last === null) return null;
  return CellSelection.create(doc, spot.tablePosition + 1 + first, spot.tablePosition + 1 + last);
}
