import { named } from "../../lib/i18n";
import type { Action } from "../actions";
import { insertTable } from "./commands";

const ROWS = 3;
const COLUMNS = 3;

export const TABLES: readonly Action[] = [
  {
    id: "table",
    ...named("Table", "grid rows columns cells spreadsheet"),
    group: "blocks",
    icon: "table",
    run: (chain) => chain.command(({ tr, dispatch }) => dispatch === undefined || insertTable(tr, ROWS, COLUMNS)),
    isActive: (editor) => editor.isActive("table"),
  },
  {
    id: "table-menu",
    ...named("Table: rows, columns, cells"),
    icon: "table",
    shortcut: "Alt-Shift-T",
    run: (chain) => chain.openTableMenu(),
  },
];
