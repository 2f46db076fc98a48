import { describe, expect, test } from "vitest";

import { applied, difference, movedPlace, oneLine, rebased, type Change } from "./title-text";

const LETTERS = ["a", "a", "b", " ", "é", "字", "😀", "👩‍🚀", "\u{1f9d1}\u{1f3fd}"];

/** A small generator of its own, so that a failure can be repeated. */
function* random(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

function makeText(next: () => number, most = 8): string {
  return Array.from({ length: Math.floor(next() * most) }, () => LETTERS[Math.floor(next() * LETTERS.length)]).join("");
}

function splitsAPair(text: string, index: number): boolean {
  return /[\ud800-\udbff]/.test(text.charAt(index - 1)) && /[\udc00-\udfff]/.test(text.charAt(index));
}

describe("the difference of two titles", () => {
  test.each<[string, string, number | undefined, Change | null]>([
    ["", "", undefined, null],
    ["", "a", undefined, { index: 0, removed: 0, inserted: "a" }],
    ["abc", "abxc", undefined, { index: 2, removed: 0, inserted: "x" }],
    ["abc", "ac", undefined, { index: 1, removed: 1, inserted: "" }],
    ["abc", "xyz", undefined, { index: 0, removed: 3, inserted: "xyz" }],
    // The caret says which of the equal letters is the new one.
    ["aa", "aaa", 1, { index: 0, removed: 0, inserted: "a" }],
    ["aa", "aaa", 2, { index: 1, removed: 0, inserted: "a" }],
    ["aa", "aaa", 3, { index: 2, removed: 0, inserted: "a" }],
    // 😀 and 😁 share their first half.
    ["😀", "😁", undefined, { index: 0, removed: 2, inserted: "😁" }],
  ])("%j → %j, caret %s", (before, after, caret, change) => {
    expect(difference(before, after, caret)).toEqual(change);
  });

  test("leads from any text to any other, and never through the middle of a letter", () => {
    const numbers = random(7);
    const next = (): number => numbers.next().value;
    for (let round = 0; round < 5_000; round += 1) {
      const before = makeText(next);
      const after = makeText(next);
      const change = difference(before, after, Math.floor(next() * (after.length + 1)));
      expect(change === null ? before : applied(before, change)).toBe(after);
      if (change === null) continue;
      expect(splitsAPair(before, change.index)).toBe(false);
      expect(splitsAPair(before, change.index + change.removed)).toBe(false);
    }
  });
});

describe("a composed change, where somebody else wrote meanwhile", () => {
  test.each<[string, string, string, string]>([
    ["title", "my title", "title!", "my title!"],
    ["title", "titles", "The title", "The titles"],
    ["abc", "axc", "abc!", "axc!"],
    ["abc", "ac", "abxc", "axc"],
    ["abcd", "ad", "abXcd", "aXcd"],
    ["abc", "abcX", "", "X"],
  ])("%j: mine %j, theirs %j → %j", (base, mine, theirs, together) => {
    const change = rebased(difference(base, mine)!, difference(base, theirs)!);
    const now = applied(theirs, change);
    expect(Array.from(now).sort()).toEqual(Array.from(together).sort());
  });

  test("stays inside the text and keeps all that I typed", () => {
    const numbers = random(11);
    const next = (): number => numbers.next().value;
    for (let round = 0; round < 5_000; round += 1) {
      const [base, mine, theirs] = [makeText(next), makeText(next), makeText(next)];
      const [my, their] = [difference(base, mine), difference(base, theirs)];
      if (my === null || their === null) continue;
      const change = rebased(my, their);
      expect(change.index).toBeGreaterThanOrEqual(0);
      expect(change.removed).toBeGreaterThanOrEqual(0);
      expect(change.index + change.removed).toBeLessThanOrEqual(theirs.length);
      expect(applied(theirs, change)).toContain(my.inserted);
    }
  });
});

test("a caret keeps its place in the text", () => {
  const change = { index: 2, removed: 2, inserted: "xyz" };
  expect([0, 2, 3, 4, 6].map((place) => movedPlace(place, change))).toEqual([0, 2, 5, 5, 7]);
});

test("what is pasted loses its line breaks", () => {
  expect(oneLine("one\r\ntwo \n\n three\u2028four")).toBe("one two three four");
});
