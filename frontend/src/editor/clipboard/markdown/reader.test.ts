// @vitest-environment happy-dom
import { getSchema } from "@tiptap/core";
import fc from "fast-check";
import { expect, test } from "vitest";

import { contentExtensions } from "../../extensions";
import { readMarkdown } from "./reader";
import { jsonOf, treeOf } from "./tree";
import { writeMarkdown } from "./writer";

const schema = getSchema(contentExtensions());

const PARTS = [
  ..."#>-+*_~=`|$[]()!^:{}<&\\ \n\t1.xyé".split(""),
  "😀",
  ...["\n\n", "- ", "- [ ] ", "1. ", "> ", "> [!NOTE]\n", "```", "$$\n", "==", "~~", "**", "[^a]", "[^a]: ", "    "],
  ...['<div align="center">\n\n', "\n\n</div>", "<details><summary>", "</summary>", "</details>", "<table>\n<tr>\n"],
  ...[
    "<td>\n\n",
    "</td>\n",
    "</tr>\n</table>",
    "<p></p>",
    "<u>",
    "</u>",
    "<br>",
    "| a | b |\n| --- | --- |\n",
    "<!-- -->",
  ],
  ...["![x](file:)", "[x](https://a.example)", "[@x](mention:)", "{width=5}", '<span data-node="{}">', "</span>"],
];
const texts = fc.array(fc.constantFrom(...PARTS), { maxLength: 40 }).map((parts) => parts.join(""));

test("any text is read as blocks that the schema takes", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { content = [] } = readMarkdown(text);
      for (const block of content) schema.nodeFromJSON(block).check();
      expect(content.length).toBeGreaterThan(0);
    }),
    { numRuns: 1_500 },
  );
});

test("a row in a row, without cells, leaves a cell with a line", () => {
  const { content = [] } = readMarkdown("<table>\n<tr>\n#<table>\n<tr>\n");
  for (const block of content) schema.nodeFromJSON(block).check();
  expect(content.length).toBe(1);
});

test("what was read and written is read as the same again", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const once = treeOf(readMarkdown(text));
      const again = treeOf(readMarkdown(writeMarkdown(jsonOf(once))));
      expect(jsonOf(again)).toEqual(jsonOf(once));
    }),
    { numRuns: 1_500 },
  );
});

test.each([
  ["# a\n## b", "# a\n\n## b"],
  ["###### deep", "#### deep"],
  ["* a\n* b", "- a\n- b"],
  ["*a* __b__ ***c***", "_a_ **b** **_c_**"],
  ["a  \nb", "a\\\nb"],
  ["a\nb", "a b"],
  ["    code", "```\ncode\n```"],
  ["> [!TIP]\n> x", "> [!SUCCESS]\n> x"],
  ["- [ ] a\n- b", "- [ ] a\n\n<!-- -->\n\n- b"],
  ["![x](https://a.example/x.png)", "[x](https://a.example/x.png)"],
  ["[x](javascript:alert(1))", "x"],
  ["$$x^2$$", "$$\nx^2\n$$"],
  ["It costs $5 and $6", "It costs \\$5 and \\$6"],
  ["<script>alert(1)</script>", "\\<script>alert(1)\\</script>"],
])("%j is read as %j", (text, written) => {
  expect(writeMarkdown(readMarkdown(text))).toBe(written);
});
