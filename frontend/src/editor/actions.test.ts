import { expect, test, vi } from "vitest";

import texts from "../../../editor/locale/fr/browser.json";
import { ACTIONS, BLOCKS, HISTORY } from "./actions";
import { findActions } from "./menus/search";

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

test("in French each has a name of its own too, and is found by both languages' words", async () => {
  vi.resetModules();
  vi.stubGlobal("translations", texts);
  const french = (await import("./actions")).ACTIONS;
  vi.unstubAllGlobals();
  expect(twice(french.map(({ name }) => name.toLowerCase()))).toEqual([]);
  for (const query of ["titre", "rubrique", "heading", "title"]) {
    expect(findActions(query, french)[0]?.id, query).toBe("heading-1");
  }
  for (const { id, name } of ACTIONS) expect(findActions(name, french).map((one) => one.id)).toContain(id);
});
