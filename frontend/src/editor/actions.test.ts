import { expect, test } from "vitest";

import { ACTIONS, BLOCKS, HISTORY } from "./actions";

const ALL = [...ACTIONS, ...HISTORY];

function twice(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

test("no two actions have the same id, shortcut or name", () => {
  expect(twice(ALL.map(({ id }) => id))).toEqual([]);
  expect(twice(ALL.flatMap(({ shortcut }) => shortcut?.toLowerCase() ?? []))).toEqual([]);
  expect(twice(ALL.map(({ name }) => name.toLowerCase()))).toEqual([]);
});

test("the slash menu has every action that belongs to a group, once", () => {
  expect(twice(BLOCKS.map(({ id }) => id))).toEqual([]);
  expect(new Set(BLOCKS)).toEqual(new Set(ACTIONS.filter(({ group }) => group !== undefined)));
});
