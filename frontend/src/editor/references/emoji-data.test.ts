import { expect, test } from "vitest";

import { findEmoji, loadEmoji } from "./emoji-data";

test.each([
  ["smile", "😄"],
  ["+1", "👍"],
  ["heart", "❤️"],
  ["thumbsup", "👍"],
  ["family_man_woman_girl_boy", "👨‍👩‍👧‍👦"],
  ["hash", "#️⃣"],
  ["de", "🇩🇪"],
])("%s is %s", async (name, character) => {
  expect((await loadEmoji()).get(name)).toBe(character);
});

test("the shortest name that begins with the letters comes first, and each picture once", async () => {
  const found = await findEmoji("SMIL");
  expect(found[0]?.name).toBe("smile");
  expect(new Set(found.map(({ character }) => character)).size).toBe(found.length);
});

test("before a letter there are the popular ones", async () => {
  expect(await findEmoji("")).toHaveLength(8);
});

test("what isn't there finds nothing", async () => {
  expect(await findEmoji("nosuchthing")).toEqual([]);
});
