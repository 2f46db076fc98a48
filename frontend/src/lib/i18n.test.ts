import { expect, test } from "vitest";
import { t, tn } from "./i18n";

test("a text without a translation is itself, with its values", () => {
  expect(t("{name} was here, {other}", { name: "Ada" })).toBe("Ada was here, {other}");
  expect([tn("{count} edit", "{count} edits", 1), tn("{count} edit", "{count} edits", 3)]).toEqual([
    "1 edit",
    "3 edits",
  ]);
});
