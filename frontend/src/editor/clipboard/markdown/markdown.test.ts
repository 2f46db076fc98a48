import { expect, test } from "vitest";

import cases from "../../../../../tests/data/markdown.json";
import { readMarkdown } from "./reader";
import { jsonOf, treeOf, type Json } from "./tree";
import { writeMarkdown } from "./writer";

interface Case {
  readonly name: string;
  readonly doc: Json;
  readonly markdown: string;
}

test.each(cases as unknown as Case[])("writes $name as the server does", ({ doc, markdown }) => {
  expect(writeMarkdown(doc)).toBe(markdown);
});

/** What this browser has no node or mark for is left out, and the reader isn't asked what it makes of it. */
const UNREADABLE = /^(unknown|block that stands|code block that is no code|a link that isn't allowed)/;

test.each((cases as unknown as Case[]).filter(({ name }) => !UNREADABLE.test(name)))(
  "reads $name as the same document",
  ({ doc, markdown }) => {
    expect(jsonOf(treeOf(readMarkdown(markdown)))).toEqual(jsonOf(treeOf(doc)));
  },
);
