import { getSchema } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { CellSelection } from "@tiptap/pm/tables";

import { contentExtensions } from "../extensions";

const schema = getSchema(contentExtensions());

interface CellJson {
  readonly type: string;
  readonly attrs?: Record<string, unknown>;
  readonly content: readonly unknown[];
}

/**
 * A document with one table, written as "a b | c*2x1 | H:d": rows by lines, cells by bars, `*` for columns x rows, `H:`
 * for header cells.
 */
export function grid(...rows: string[]): EditorState {
  const content = rows.map((row) => ({ type: "tableRow", content: row === "" ? [] : row.split("|").map(cellOf) }));
  const doc = Node.fromJSON(schema, { type: "doc", content: [{ type: "table", content }] });
  return EditorState.create({ doc });
}

function cellOf(written: string): CellJson {
  const [, header, text = "", columns = "1", rows = "1"] =
    /^\s*(H:)?([^*]*?)(?:\*(\d+)x(\d+))?\s*$/.exec(written) ?? [];
  const inner = text.trim() === "" ? [] : [{ type: "text", text: text.trim() }];
  return {
    type: header === undefined ? "tableCell" : "tableHeader",
    attrs: { colspan: Number(columns), rowspan: Number(rows) },
    content: [{ type: "paragraph", content: inner }],
  };
}

/** The first table as `grid` takes it. */
export function rowsOf({ doc }: { readonly doc: Node }): string[] {
  const rows: string[] = [];
  const table = doc.firstChild;
  table?.forEach((row) => {
    const cells: string[] = [];
    row.forEach((cell) => {
      const { colspan, rowspan } = cell.attrs as { colspan: number; rowspan: number };
      const spans = colspan * rowspan > 1 ? `*${colspan}x${rowspan}` : "";
      cells.push(`${cell.type.name === "tableHeader" ? "H:" : ""}${cell.textContent}${spans}`);
    });
    rows.push(cells.join("|"));
  });
  return rows;
}

/** The caret in the cell with this text, or the cells from one to another selected. */
export function select(state: EditorState, first: string, last?: string): EditorState {
  const { tr } = state;
  const from = cellAt(state, first);
  if (last === undefined) tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1)));
  else tr.setSelection(CellSelection.create(tr.doc, from, cellAt(state, last)));
  return state.apply(tr);
}

function cellAt({ doc }: EditorState, text: string): number {
  let found = -1;
  doc.descendants((node, at) => {
    if (["tableCell", "tableHeader"].includes(node.type.name) && node.textContent === text) found = at;
  });
  if (found < 0) throw new Error(`No cell says "${text}".`);
  return found;
}
