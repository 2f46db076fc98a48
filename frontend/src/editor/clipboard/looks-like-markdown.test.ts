import { expect, test } from "vitest";

import { isBareHtml, looksLikeMarkdown } from "./looks-like-markdown";

test.each([
  "# Title",
  "Text\n\n## Part\n\nmore",
  "```js\nx\n```",
  "- [ ] task",
  "- one\n- two",
  "1. one\n2. two",
  "| a | b |\n| --- | --- |\n| 1 | 2 |",
  "See [this](https://example.org).",
  "> [!NOTE]\n> x",
  "A **bold** word",
  "> quoted\n\nwith `code`",
  "$$\nx\n$$",
])("%j is Markdown", (text) => {
  expect(looksLikeMarkdown(text)).toBe(true);
});

test.each([
  "Just a sentence.",
  "Dear Ben,\n\nthank you - really.\n\nAda",
  "#hashtag and #another",
  "2 * 3 * 4 = 24",
  "a_b_c and snake_case_name",
  "- a dash alone",
  "Call me at 10:30 * or later",
  "https://example.org/a_b_c",
  "$5 and $6",
  "x = a[0](b)",
  "The cost is 1. something",
  "",
])("%j is not", (text) => {
  expect(looksLikeMarkdown(text)).toBe(false);
});

test("a text file in a browser is plain text all the same, a page isn't", () => {
  expect(isBareHtml('<meta charset="utf-8"><pre style="x">a</pre>')).toBe(true);
  expect(isBareHtml("<span>a</span><br><p>b</p>")).toBe(false);
});
