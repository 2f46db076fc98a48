// @vitest-environment happy-dom
import type { EditorState, Command } from "@tiptap/pm/state";
import { describe, expect, test } from "vitest";

import { evenWidths, insertTable, leaveTable, moveColumns, moveRows, setColumnWidth } from "./commands";
import { grid, rowsOf, select } from "./grids.testing";
import { columnWidths } from "./table-view";

function run(state: EditorState, command: Command): EditorState | null {
  let after: EditorState | null = null;
  command(state, (tr) => {
    after = state.apply(tr);
  });
  return after;
}

describe("rows and columns", () => {
  const state = grid("a|b|c", "d|e|f", "g|h|i");

  test("move by one, with the caret", () => {
    const down = run(select(state, "b"), moveRows(1))!;
    expect(rowsOf(down)).toEqual(["d|e|f", "a|b|c", "g|h|i"]);
    expect(down.selection.$from.parent.textContent).toBe("b");
    const right = run(select(state, "d"), moveColumns(1))!;
    expect(rowsOf(right)).toEqual(["b|a|c", "e|d|f", "h|g|i"]);
    expect(right.selection.$from.parent.textContent).toBe("d");
    expect(rowsOf(run(select(state, "h"), moveRows(-1))!)).toEqual(["a|b|c", "g|h|i", "d|e|f"]);
    expect(rowsOf(run(select(state, "f"), moveColumns(-1))!)).toEqual(["a|c|b", "d|f|e", "g|i|h"]);
  });

  test("move together where several are selected", () => {
    expect(rowsOf(run(select(state, "a", "d"), moveRows(1))!)).toEqual(["g|h|i", "a|b|c", "d|e|f"]);
    expect(rowsOf(run(select(state, "b", "c"), moveColumns(-1))!)).toEqual(["b|c|a", "e|f|d", "h|i|g"]);
  });

  test("stay at the edge", () => {
    expect(run(select(state, "a"), moveRows(-1))).toBeNull();
    expect(run(select(state, "i"), moveColumns(1))).toBeNull();
  });

  test("stay where a merged cell holds them together", () => {
    const merged = grid("a*1x2|b", "c", "d|e");
    expect(run(select(merged, "d"), moveRows(-1))).toBeNull();
    expect(run(select(merged, "b"), moveRows(1))).toBeNull();
    expect(rowsOf(run(select(merged, "b"), moveColumns(-1))!)).toEqual(["b|a*1x2", "c", "e|d"]);
  });
});

test("a width is said by every cell of its column, and by nothing when it goes", () => {
  const state = grid("a|b*2x1", "c|d|e");
  const { tr } = state;
  setColumnWidth(tr, 0, 2, 180.4);
  expect(columnWidths(tr.doc.firstChild!)).toEqual([null, null, 180]);
  const wide = state.apply(tr);
  const colwidths: unknown[] = [];
  wide.doc.descendants((node) => {
    if (node.type.name === "tableCell") colwidths.push(node.attrs["colwidth"]);
  });
  expect(colwidths).toEqual([null, [0, 180], null, null, [180]]);
  expect(columnWidths(run(select(wide, "a"), evenWidths)!.doc.firstChild!)).toEqual([null, null, null]);
});

test("a table is put in the place of an empty paragraph, with a paragraph below it to write on", () => {
  const { schema } = grid("a");
  const empty = schema.node("doc", null, [schema.node("paragraph")]);
  const state = select(grid("x"), "x");
  const { tr } = state;
  tr.replaceWith(0, tr.doc.content.size, empty.content);
  expect(insertTable(tr, 2, 3)).toBe(true);
  expect(rowsOf(tr)).toEqual(["H:|H:|H:", "||"]);
  expect(tr.doc.childCount).toBe(2);
  expect(tr.selection.$from.node(3).type.name).toBe("tableHeader");
});

test("one leaves a table downwards, even at the end of the document", () => {
  const left = run(select(grid("a|b"), "a"), leaveTable)!;
  expect(left.doc.childCount).toBe(2);
  expect(left.selection.$from.parent).toBe(left.doc.lastChild);
});
