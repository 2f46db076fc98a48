import { Schema } from "@tiptap/pm/model";
import { expect, test } from "vitest";

import { findMatches, replacementOf, type Match, type Query } from "./matches";

const schema = new Schema({
  nodes: { doc: { content: "block+" }, line: { content: "text*", group: "block" }, text: {} },
});

const PLAIN: Query = { text: "", matchCase: false, wholeWords: false, isExpression: false };

function found(lines: string[], query: Partial<Query>): string[] {
  const doc = schema.node(
    "doc",
    null,
    lines.map((line) => schema.node("line", null, line === "" ? [] : [schema.text(line)])),
  );
  return findMatches(doc, { ...PLAIN, ...query }).matches.map(({ from, to }) => doc.textBetween(from, to));
}

test.each<[Partial<Query>, string[]]>([
  [{ text: "one" }, ["one", "one", "One", "one"]],
  [{ text: "one", matchCase: true }, ["one", "one", "one"]],
  [{ text: "one", wholeWords: true }, ["one", "One"]],
  [{ text: "o.e" }, []],
  [{ text: "o[mn]e", isExpression: true, matchCase: true }, ["one", "ome", "one", "one"]],
  [{ text: "x*", isExpression: true }, []],
  [{ text: "^.ne", isExpression: true }, ["one", "One"]],
  [{ text: "é" }, ["É"]],
  [{ text: "" }, []],
])("%j is found", (query, matches) => {
  expect(found(["one, someone", "", "One phoneÉ"], query)).toEqual(matches);
});

test("a match never goes over the end of a line", () => {
  expect(found(["ab", "cd"], { text: "bc" })).toEqual([]);
  expect(found(["ab", "cd"], { text: "b\\s*c", isExpression: true })).toEqual([]);
});

test("an expression that isn't one says so", () => {
  const doc = schema.node("doc", null, [schema.node("line")]);
  expect(findMatches(doc, { ...PLAIN, text: "(", isExpression: true }).problem).toContain("no regular expression");
});

test.each([
  ["$2, $1", "Lovelace, Ada"],
  ["<$&>", "<Ada Lovelace>"],
  ["$$1 $9", "$1 "],
  ["$<last>", "Lovelace"],
])("%s puts in what the groups found", (replacement, result) => {
  const [found] = "Ada Lovelace".matchAll(/(\w+) (?<last>\w+)/g);
  if (found === undefined) throw new Error("It must match.");
  const match: Match = { from: 0, to: 0, found };
  expect(replacementOf(match, { ...PLAIN, isExpression: true }, replacement)).toBe(result);
  expect(replacementOf(match, PLAIN, replacement)).toBe(replacement);
});
