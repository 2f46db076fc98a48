import type { Editor } from "@tiptap/core";
import { Selection, type Command } from "@tiptap/pm/state";
import * as tables from "@tiptap/pm/tables";

import type { IconName } from "../../lib/icons";
import { inOneStep } from "../menus/undo-step";
import { evenWidths, moveColumns, moveRows, resizeColumns } from "./commands";
import { measuredWidth } from "./measure";
import { runOnWhole } from "./ragged";

export type TableGroup = "Row" | "Column" | "Cells" | "Table";

/** What can be done to a table around the caret, wherever it is offered. */
export interface TableCommand {
  readonly name: string;
  readonly group: TableGroup;
  readonly icon: IconName;
  readonly command: (editor: Editor) => Command;
  readonly isOn?: (editor: Editor) => boolean;
  readonly isDangerous?: boolean;
}

const STEP_PX = 32;

export const TABLE_COMMANDS: readonly TableCommand[] = [
  plain("Row", "Insert row above", "rowAbove", tables.addRowBefore),
  plain("Row", "Insert row below", "rowBelow", tables.addRowAfter),
  plain("Row", "Move row up", "arrowUp", moveRows(-1)),
  plain("Row", "Move row down", "arrowDown", moveRows(1)),
  {
    ...plain("Row", "Header row", "headerRow", tables.toggleHeader("row")),
    isOn: (editor) => hasHeader(editor, "row"),
  },
  { ...plain("Row", "Delete row", "trash", deleteLines("row")), isDangerous: true },
  plain("Column", "Insert column left", "columnBefore", tables.addColumnBefore),
  plain("Column", "Insert column right", "columnAfter", tables.addColumnAfter),
  plain("Column", "Move column left", "arrowLeft", moveColumns(-1)),
  plain("Column", "Move column right", "arrowRight", moveColumns(1)),
  {
    ...plain("Column", "Header column", "headerColumn", tables.toggleHeader("column")),
    isOn: (editor) => hasHeader(editor, "column"),
  },
  resize("Wider column", "plus", STEP_PX),
  resize("Narrower column", "minus", -STEP_PX),
  { ...plain("Column", "Delete column", "trash", deleteLines("column")), isDangerous: true },
  plain("Cells", "Merge cells", "mergeCells", tables.mergeCells),
  plain("Cells", "Split cell", "splitCells", tables.splitCell),
  plain("Cells", "Clear cells", "eraser", clearCells),
  plain("Table", "Even column widths", "table", evenWidths),
  { ...plain("Table", "Delete table", "trash", tables.deleteTable), isDangerous: true },
];

/** One undo step of its own; the table is mended first if it needs to be. */
export function runTableCommand(editor: Editor, { command }: Pick<TableCommand, "command">): boolean {
  const done = inOneStep(editor, (tr) => runOnWhole(tr, command(editor), true));
  editor.view.focus();
  return done;
}

export function mayRun(editor: Editor, { command }: TableCommand): boolean {
  return runOnWhole(editor.state.tr, command(editor), false);
}

function plain(group: TableGroup, name: string, icon: IconName, command: Command): TableCommand {
  return { group, name, icon, command: () => command };
}

function resize(name: string, icon: IconName, by: number): TableCommand {
  return {
    ...{ group: "Column", name, icon },
    command: (editor) => resizeColumns(by, (column) => measuredWidth(editor.view, column)),
  };
}

/** A table that would lose all of its rows or columns goes as a whole. The caret stays in what is left. */
function deleteLines(axis: "row" | "column"): Command {
  return (state, dispatch) => {
    if (!tables.isInTable(state)) return false;
    const { top, bottom, left, right, map, tableStart } = tables.selectedRect(state);
    const all = axis === "row" ? bottom - top === map.height : right - left === map.width;
    if (all) return tables.deleteTable(state, dispatch);
    const command = axis === "row" ? tables.deleteRow : tables.deleteColumn;
    return command(
      state,
      dispatch &&
        ((tr) => {
          const table = tr.doc.nodeAt(tableStart - 1);
          if (table !== null) {
            const rest = tables.TableMap.get(table);
            const cell = rest.positionAt(Math.min(top, rest.height - 1), Math.min(left, rest.width - 1), table);
            tr.setSelection(Selection.near(tr.doc.resolve(tableStart + cell + 1)));
          }
          dispatch(tr);
        }),
    );
  };
}

/** Of the selected cells, or of the one with the caret. */
export function clearCells(...[state, dispatch]: Parameters<Command>): boolean {
  if (!tables.isInTable(state)) return false;
  if (state.selection instanceof tables.CellSelection) return tables.deleteCellSelection(state, dispatch);
  const $cell = tables.selectionCell(state);
  const whole = state.apply(state.tr.setSelection(new tables.CellSelection($cell)));
  return tables.deleteCellSelection(
    whole,
    dispatch &&
      ((tr) => {
        dispatch(tr.setSelection(Selection.near(tr.doc.resolve($cell.pos + 1))));
      }),
  );
}

function hasHeader({ state }: Editor, axis: "row" | "column"): boolean {
  if (!tables.isInTable(state)) return false;
  const { table, map } = tables.selectedRect(state);
  const line = { left: 0, top: 0, right: axis === "row" ? map.width : 1, bottom: axis === "row" ? 1 : map.height };
  const cells = map.cellsInRect(line).map((position) => table.nodeAt(position));
  return cells.length > 0 && cells.every((cell) => cell?.type.name === "tableHeader");
}
