import { expect, test } from "vitest";

import { BLOCKS, findBlocks } from "./actions";

test("nothing typed offers every block", () => {
  expect(findBlocks("")).toEqual(BLOCKS);
});

test.each([
  ["h2", "heading-2"],
  ["head", "heading-1"],
  ["todo", "task-list"],
  ["num", "ordered-list"],
  ["HR", "divider"],
  ["code", "code-block"],
])("%s finds %s first", (query, id) => {
  expect(findBlocks(query)[0]?.id).toBe(id);
});

test("what isn't there finds nothing", () => {
  expect(findBlocks("xyzzy")).toEqual([]);
});
