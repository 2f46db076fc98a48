import { expect, test } from "vitest";

import { count, readingTime } from "./counting";

test.each([
  ["", 0, 0],
  ["one two\nthree", 3, 12],
  ["it’s well-known, e.g. café_au.lait", 4, 34],
  ["漢字と かな", 5, 6],
  ["😀 !", 0, 3],
  ["a\u0301b", 1, 3],
])("%j has %i words and %i characters", (text, words, characters) => {
  expect(count(text)).toEqual({ words, characters });
});

test.each([
  [0, "under a minute"],
  [230, "1 minute"],
  [2_300, "10 minutes"],
])("%i words are read in %s", (words, time) => {
  expect(readingTime(words)).toBe(time);
});
