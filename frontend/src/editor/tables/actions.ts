import type { Action } from "../actions";
import { insertTable } from "./commands";

const ROWS = 3;
const COLUMNS = 3;

export const TABLES: readonly Action[] = [
  {
    id: "table",
    name: "Table",
    group: "Blocks",
    icon: "table",
    words: "grid rows columns cells spreadsheet",
    run: (chain) => chain.command(({ tr, dispatch }) => dispatch === undefined || insertTable(tr, ROWS, COLUMNS)),
    isActive: (editor) => editor.isActive("table"),
  },
  {
    id: "table-menu",
    name: "Table: rows, columns, cells",
    icon: "table",
    shortcut: "Alt-Shift-T",
    run: (chain) => chain.openTableMenu(),
  },
];
