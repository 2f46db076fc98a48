import { isInTable, selectedRect, TableMap } from "@tiptap/pm/tables";
import type { EditorView } from "@tiptap/pm/view";

/** How wide a column of the table around the caret is on the screen. */
export function measuredWidth(view: EditorView, column: number): number {
  if (!isInTable(view.state)) return 0;
  return measuredWidths(view, selectedRect(view.state).tableStart - 1)[column] ?? 0;
}

/** How wide each column of the table at this position is on the screen. */
export function measuredWidths(view: EditorView, tablePosition: number): number[] {
  const table = view.state.doc.nodeAt(tablePosition);
  if (table === null) return [];
  const map = TableMap.get(table);
  const widths = Array.from({ length: map.width }, () => 0);
  for (const position of new Set(map.map.filter((one) => one !== 0))) {
    const cell = view.nodeDOM(tablePosition + 1 + position);
    if (!(cell instanceof HTMLElement)) continue;
    const { left, right } = map.findCell(position);
    const each = cell.getBoundingClientRect().width / (right - left);
    // A cell of this column alone knows best.
    for (let column = left; column < right; column += 1) {
      if (widths[column] === 0 || right - left === 1) widths[column] = each;
    }
  }
  return widths;
}
