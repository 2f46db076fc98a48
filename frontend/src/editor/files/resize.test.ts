import { expect, test } from "vitest";

import { widthAfterDrag, widthAfterKey } from "./resize";

test.each([
  ["ArrowRight", 50, "right", 55],
  ["ArrowRight", 52, "right", 55],
  ["ArrowLeft", 50, "right", 45],
  ["ArrowLeft", 52, "right", 50],
  ["ArrowLeft", 50, "left", 55],
  ["ArrowUp", 98, "left", 100],
  ["ArrowDown", 7, "right", 5],
  ["ArrowDown", 5, "right", 5],
  ["Home", 50, "left", 5],
  ["End", 50, "left", 100],
  ["Enter", 50, "left", null],
] as const)("%s leads from %i percent at the %s edge to %s", (key, width, side, next) => {
  expect(widthAfterKey(key, width, side)).toBe(next);
});

test("the edge follows the pointer, and both do in the middle", () => {
  expect(widthAfterDrag(50, 60, 600, "right", false)).toBe(60);
  expect(widthAfterDrag(50, 60, 600, "right", true)).toBe(70);
  expect(widthAfterDrag(50, 60, 600, "left", false)).toBe(40);
  expect(widthAfterDrag(50, 900, 600, "right", false)).toBe(100);
  expect(widthAfterDrag(50, -900, 600, "right", false)).toBe(5);
});
