// @vitest-environment happy-dom
import { getSchema } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import { EditorState } from "@tiptap/pm/state";
import { expect, test } from "vitest";

import { contentExtensions } from "../extensions";
import { follow } from "./follow";

const schema = getSchema(contentExtensions());
const formula = (latex: string): object => ({ type: "inlineMath", attrs: { latex } });
const doc = Node.fromJSON(schema, {
  type: "doc",
  content: [{ type: "paragraph", content: [formula("a"), { type: "text", text: " and " }, formula("b")] }],
});
const state = EditorState.create({ doc });
const AT = 7;

test("a formula is found again after what stands before it has changed", () => {
  const node = doc.nodeAt(AT)!;
  expect(node.attrs["latex"]).toBe("b");
  expect(follow(state.tr.insertText("so ", 1), node, AT)).toBe(AT + 3);
});

test("a formula is found again after everything was drawn anew", () => {
  const node = doc.nodeAt(AT)!;
  expect(follow(state.tr.replaceWith(0, doc.content.size, doc.content), node, AT)).toBe(AT);
});

test("a formula that is gone is not found", () => {
  const node = doc.nodeAt(AT)!;
  expect(follow(state.tr.delete(AT, AT + 1), node, AT)).toBeNull();
});
