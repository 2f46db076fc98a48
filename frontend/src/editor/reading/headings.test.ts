import { expect, test } from "vitest";

import { lastBefore } from "./headings";

test.each([
  [[], 5, -1],
  [[10], 5, -1],
  [[10, 20, 30], 20, 1],
  [[10, 20, 30], 99, 2],
])("of %j, the last up to %i is %i", (places, top, index) => {
  expect(lastBefore(places, top)).toBe(index);
});
