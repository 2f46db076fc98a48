import type { Editor } from "@tiptap/core";
import { Selection, type Command } from "@tiptap/pm/state";
import * as tables from "@tiptap/pm/tables";

import { t } from "../../lib/i18n";
import type { IconName } from "../../lib/icons";
import { inOneStep } from "../menus/undo-step";
import { evenWidths, moveColumns, moveRows, resizeColumns } from "./commands";
import { measuredWidth } from "./measure";
import { runOnWhole } from "./ragged";

export type TableGroup = "row" | "column" | "cells" | "table";

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
  plain("row", t("Insert row above"), "rowAbove", tables.addRowBefore),
  plain("row", t("Insert row below"), "rowBelow", tables.addRowAfter),
  plain("row", t("Move row up"), "arrowUp", moveRows(-1)),
  plain("row", t("Move row down"), "arrowDown", moveRows(1)),
  {
    ...plain("row", t("Header row"), "headerRow", tables.toggleHeader("row")),
    isOn: (editor) => hasHeader(editor, "row"),
  },
  { ...plain("row", t("Delete row"), "trash", deleteLines("row")), isDangerous: true },
  plain("column", t("Insert column left"), "columnBefore", tables.addColumnBefore),
  plain("column", t("Insert column right"), "columnAfter", tables.addColumnAfter),
  plain("column", t("Move column left"), "arrowLeft", moveColumns(-1)),
  plain("column", t("Move column right"), "arrowRight", moveColumns(1)),
  {
    ...plain("column", t("Header column"), "headerColumn", tables.toggleHeader("column")),
    isOn: (editor) => hasHeader(editor, "column"),
  },
  resize(t("Wider column"), "plus", STEP_PX),
  resize(t("Narrower column"), "minus", -STEP_PX),
  { ...plain("column", t("Delete column"), "trash", deleteLines("column")), isDangerous: true },
  plain("cells", t("Merge cells"), "mergeCells", tables.mergeCells),
  plain("cells", t("Split cell"), "splitCells", tables.splitCell),
  plain("cells", t("Clear cells"), "eraser", clearCells),
  plain("table", t("Even column widths"), "table", evenWidths),
  { ...plain("table", t("Delete table"), "trash", tables.deleteTable), isDangerous: true },
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
    ...{ group: "column", name, icon },
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
