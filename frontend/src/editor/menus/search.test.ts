import { describe, expect, test } from "vitest";

import { BLOCKS } from "../actions";
import { findActions } from "./search";

function first(query: string): string | undefined {
  return findActions(query, BLOCKS)[0]?.id;
}

test("nothing typed offers every block", () => {
  expect(findActions("", BLOCKS)).toEqual(BLOCKS);
});

test.each([
  ["h2", "heading-2"],
  ["head", "heading-1"],
  ["heading 3", "heading-3"],
  ["###", "heading-3"],
  ["todo", "task-list"],
  ["check box", "task-list"],
  ["num", "ordered-list"],
  ["HR", "divider"],
  ["code", "code-block"],
  ["list", "bullet-list"],
])("%s finds %s first", (query, id) => {
  expect(first(query)).toBe(id);
});

describe("one letter is forgiven", () => {
  test.each([
    ["haeding", "heading-1"],
    ["qoute", "quote"],
    ["quxte", "quote"],
    ["divder", "divider"],
    ["nummbered", "ordered-list"],
  ])("%s means %s", (query, id) => {
    expect(first(query)).toBe(id);
  });

  test("but not two, and not in a short word", () => {
    expect(findActions("haedign", BLOCKS)).toEqual([]);
    expect(findActions("hx", BLOCKS)).toEqual([]);
  });

  test("and not when something is called that", () => {
    expect(findActions("text", BLOCKS).every(({ name, words = "" }) => /text/i.test(`${name} ${words}`))).toBe(true);
  });
});

test("what isn't there finds nothing", () => {
  expect(findActions("xyzzy", BLOCKS)).toEqual([]);
  expect(findActions("quote of", BLOCKS)).toEqual([]);
});
