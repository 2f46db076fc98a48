// @vitest-environment happy-dom
import { getSchema } from "@tiptap/core";
import { Node, type Schema } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { expect, test } from "vitest";

import { contentExtensions } from "../extensions";
import { blockPlace, droppedPlace } from "./place";
import { placeholderPlugin, placeholdersIn, withoutPlaceholder, withPlaceholder } from "./placeholders";

const schema: Schema = getSchema(contentExtensions());
const image = schema.nodes["image"]!;

function doc(...blocks: object[]): Node {
  return Node.fromJSON(schema, { type: "doc", content: blocks });
}

function paragraph(text = ""): object {
  return text === "" ? { type: "paragraph" } : { type: "paragraph", content: [{ type: "text", text }] };
}

function block(type: string, ...content: object[]): object {
  return { type, content };
}

function placeIn(document: Node, position: number): number {
  return blockPlace(document.resolve(position), image);
}

test("a block goes after the text that the caret is in, before an empty line, and before a text's beginning", () => {
  expect(placeIn(doc(paragraph("ab"), paragraph("c")), 2)).toBe(4);
  expect(placeIn(doc(paragraph("ab"), paragraph()), 5)).toBe(4);
  expect(placeIn(doc(paragraph("ab"), paragraph("c")), 1)).toBe(0);
});

test("a block stays in a list item and a table cell, but never comes before the item's text", () => {
  const list = doc(block("bulletList", block("listItem", paragraph())));
  expect(placeIn(list, 3)).toBe(4);
  const table = doc(block("table", block("tableRow", block("tableCell", paragraph()))));
  expect(placeIn(table, 4)).toBe(3);
});

test("a block leaves what takes no such block", () => {
  const details = doc({
    type: "details",
    content: [block("detailsSummary", { type: "text", text: "ab" }), block("detailsContent", paragraph())],
  });
  expect(placeIn(details, 3)).toBe(details.content.size);
  const caption = doc({ type: "image", content: [{ type: "text", text: "ab" }] }, paragraph());
  expect(placeIn(caption, 2)).toBe(4);
});

test("what is dropped on a text goes to its nearer edge", () => {
  const text = doc(paragraph("abcdef"));
  expect(droppedPlace(text, 2, image)).toBe(0);
  expect(droppedPlace(text, 6, image)).toBe(8);
});

class Page {
  state = EditorState.create({ doc: doc(paragraph("ab"), paragraph("cd")), plugins: [placeholderPlugin()] });

  get places(): Record<string, number> {
    return Object.fromEntries(placeholdersIn(this.state).map(({ id, place }) => [id, place]));
  }

  apply(make: (transaction: Transaction) => Transaction): this {
    this.state = this.state.apply(make(this.state.tr));
    return this;
  }

  add(id: string, place: number): this {
    return this.apply((tr) => withPlaceholder(tr, { id, place, dom: document.createElement("div") }));
  }
}

test("a placeholder stays where it is when text changes before and after it", () => {
  const page = new Page().add("a", 4);
  page.apply((tr) => tr.insertText("xyz", 1)).apply((tr) => tr.insertText("xyz", tr.doc.content.size - 1));
  expect(page.places).toEqual({ a: 7 });
});

test("a placeholder stays even when the whole text is put anew for somebody else's change", () => {
  const page = new Page().add("a", 4);
  const theirs = doc(paragraph("abxyz"), paragraph("cd"));
  page.apply((tr) => tr.replaceWith(0, tr.doc.content.size, theirs.content));
  expect(page.places).toEqual({ a: 7 });
  const later = doc(paragraph("abxyz"), paragraph("cdxyz"));
  page.apply((tr) => tr.replaceWith(0, tr.doc.content.size, later.content));
  expect(page.places).toEqual({ a: 7 });
});

test("files that are added together keep their order, whichever arrives first", () => {
  const page = new Page().add("a", 4).add("b", 4).add("c", 4);
  page.apply((tr) => withoutPlaceholder(tr.insert(4, image.create()), "b"));
  expect(page.places).toEqual({ a: 4, c: 6 });
  page.apply((tr) => withoutPlaceholder(tr, "c"));
  expect(page.places).toEqual({ a: 4 });
});
