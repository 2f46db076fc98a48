import { cellAround, TableMap } from "@tiptap/pm/tables";
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
