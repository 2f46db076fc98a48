import { afterEach, expect, test, vi } from "vitest";

import { named, t, tn } from "./i18n";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("a text without a translation is itself, with its values", () => {
  expect(t("{name} was here, {other}", { name: "Ada" })).toBe("Ada was here, {other}");
  expect([1, 3, 1234].map((count) => tn("{count} edit", "{count} edits", count))).toEqual([
    "1 edit",
    "3 edits",
    "1,234 edits",
  ]);
  expect(named("Heading {level}", "title h{level}", { level: 1 })).toEqual({ name: "Heading 1", words: "title h1" });
});

test("a page in French counts as French does, and knows the English words too", async () => {
  vi.stubGlobal("document", { documentElement: { lang: "fr" } });
  vi.stubGlobal("translations", {
    "{count} edit": "{count} modification",
    "{count} edits": "{count} modifications",
    "Heading {level}": "Titre {level}",
    "title h{level}": "rubrique h{level}",
  });
  const french = await import("./i18n");
  expect([0, 1, 2].map((count) => french.tn("{count} edit", "{count} edits", count))).toEqual([
    "0 modification",
    "1 modification",
    "2 modifications",
  ]);
  expect(french.named("Heading {level}", "title h{level}", { level: 1 })).toEqual({
    name: "Titre 1",
    words: "rubrique h1 Heading 1 title h1",
  });
});
