import { expect, test } from "vitest";
import * as Y from "yjs";

import { documentText, writtenText } from "./written";

function node(name: string, attributes: Record<string, unknown>, ...children: (string | Y.XmlElement)[]): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
  made.insert(
    0,
    children.map((child) => (typeof child === "string" ? new Y.XmlText(child) : child)),
  );
  return made;
}

function paragraph(text: string): Y.XmlElement {
  return node("paragraph", {}, text);
}

test("a document reads as text, close to Markdown", () => {
  const doc = new Y.Doc();
  doc.getText("title").insert(0, "Title");
  doc
    .getXmlFragment("default")
    .insert(0, [
      node("heading", { level: 2 }, "Heading"),
      paragraph("Text"),
      node(
        "bulletList",
        {},
        node("listItem", {}, paragraph("a"), node("bulletList", {}, node("listItem", {}, paragraph("b")))),
      ),
      node("orderedList", {}, node("listItem", {}, paragraph("one")), node("listItem", {}, paragraph("two"))),
      node(
        "taskList",
        {},
        node("taskItem", { checked: true }, paragraph("done")),
        node("taskItem", {}, paragraph("open")),
      ),
      node("blockquote", {}, paragraph("quoted")),
      node("codeBlock", {}, "x = 1"),
      node("horizontalRule", {}),
    ]);
  expect(documentText(doc.getText("title"), doc.getXmlFragment("default"))).toBe(
    [
      ...["Title", "## Heading", "Text", "- a\n  - b", "1. one\n2. two", "- [x] done\n- [ ] open"],
      ...["> quoted", "```\nx = 1\n```", "---\n"],
    ].join("\n\n"),
  );
});

test("an empty document is no text", () => {
  const doc = new Y.Doc();
  expect(documentText(doc.getText("title"), doc.getXmlFragment("default"))).toBe("");
});

test("what was written is what the edits put in, without what was there", () => {
  const doc = new Y.Doc();
  const title = doc.getText("title");
  title.insert(0, "before ");
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  for (const letter of "new") title.insert(title.length, letter);
  expect(writtenText(updates)).toBe("new");
  expect(writtenText([])).toBe("");
});
