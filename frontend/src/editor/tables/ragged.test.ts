// @vitest-environment happy-dom
import type { EditorState, Command } from "@tiptap/pm/state";
import {
  addColumnAfter,
  addRowAfter,
  CellSelection,
  deleteCellSelection,
  mergeCells,
  toggleHeader,
} from "@tiptap/pm/tables";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { grid, rowsOf, select } from "./grids.testing";
import { heldSelection, isWhole, mended, runOnWhole } from "./ragged";

function run(state: EditorState, command: Command): EditorState {
  const { tr } = state;
  expect(runOnWhole(tr, command, true)).toBe(true);
  return state.apply(tr);
}

describe("a ragged table is mended", () => {
  test("by empty cells at the end of short rows", () => {
    const state = grid("a|b|c", "d", "e|f|g");
    expect(rowsOf(mended(state.doc, state.selection))).toEqual(["a|b|c", "d||", "e|f|g"]);
  });

  test("with header cells in a row of them", () => {
    const state = grid("H:a|H:b", "c|d|e");
    expect(rowsOf(mended(state.doc, state.selection))).toEqual(["H:a|H:b|H:", "c|d|e"]);
  });

  test("without a row that a cell could reach into", () => {
    const state = grid("a*1x3|b", "c");
    expect(rowsOf(mended(state.doc, state.selection))).toEqual(["a*1x2|b", "c"]);
  });

  test("however many spans lie over others", () => {
    const state = grid("x|x*1x3|x*2x1|x*1x4", "x", "x*2x2", "x*3x1|x*4x1|x*3x1|x*2x1");
    expect(isWhole(mended(state.doc, state.selection).doc.firstChild!)).toBe(true);
  });

  test("not if it is whole", () => {
    const state = grid("a|b", "c*2x1");
    expect(mended(state.doc, state.selection).steps).toEqual([]);
  });

  test("whatever it is like, and in one go", () => {
    const cell = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }));
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rows, (spans) => {
        const state = grid(...spans.map((row) => row.map(([columns, height]) => `x*${columns}x${height}`).join("|")));
        const { doc } = mended(state.doc, state.selection);
        doc.check();
        expect(isWhole(doc.firstChild!)).toBe(true);
        expect(doc.textContent.length).toBe(state.doc.textContent.length);
      }),
    );
  });
});

describe("in a ragged table", () => {
  const ragged = select(grid("a|b|c", "d", "e|f|g"), "d");

  test("a command mends and acts at once", () => {
    expect(rowsOf(run(ragged, addColumnAfter))).toEqual(["a||b|c", "d|||", "e||f|g"]);
    expect(rowsOf(run(ragged, addRowAfter))).toEqual(["a|b|c", "d||", "||", "e|f|g"]);
    expect(rowsOf(run(select(ragged, "a", "e"), toggleHeader("row")))).toEqual(["H:a|H:b|H:c", "d||", "e|f|g"]);
    expect(rowsOf(run(select(ragged, "c", "f"), mergeCells))).toEqual(["a|bcfg*2x3", "d", "e"]);
  });

  test("cells are selected, cleared and copied without the places that have none", () => {
    const all = select(ragged, "a", "g");
    const letters = ["a", "b", "c", "d", "e", "f", "g"];
    expect(all.selection.ranges.map(({ $from, $to }) => all.doc.textBetween($from.pos, $to.pos)).sort()).toEqual(
      letters,
    );
    let cleared = all;
    deleteCellSelection(all, (tr) => {
      cleared = all.apply(tr);
    });
    expect(rowsOf(cleared)).toEqual(["||", "", "||"]);
    const { content } = all.selection.content();
    expect(content.textBetween(0, content.size)).toBe("abcdefg");
  });

  test("a selected column stays selected, and one that lost its last cell becomes a caret", () => {
    const column = select(grid("a|b", "c|d"), "b", "d");
    const { tr } = column;
    const short = grid("x|y|z").doc.firstChild!.firstChild!;
    const after = column.apply(tr.insert(1, short));
    expect(after.selection.ranges).toHaveLength(2);
    const cut = grid("a|b|c", "d").doc;
    expect(heldSelection(CellSelection.colSelection(cut.resolve(12)))?.empty).toBe(true);
    expect(heldSelection(after.selection)).toBeNull();
  });
});
