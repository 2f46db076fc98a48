// @vitest-environment happy-dom
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";

import { at, block, closeAll, copyOf, markup, open, type } from "./pages.testing";

afterEach(closeAll);

test("what can't be shown is kept: unknown blocks, texts among blocks, marks, attributes, embeds", () => {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment("default");
  const later = block("ofALaterVersion", "secret");
  const line = block("paragraph", "known", { ofALaterVersion: "kept", textAlign: "upside-down" });
  body.insert(0, [block("paragraph", "before"), later, block("listItem", "lost"), line, new Y.XmlText("bare")]);
  const text = line.get(0) as Y.XmlText;
  text.format(0, 2, { ofALaterVersion: { x: 1 }, link: { href: "javascript:alert(1)" } });
  text.insertEmbed(2, { type: "ofALaterVersion", attrs: { a: 1 } }, { bold: {} });
  const before = markup(body);
  const { editor } = open(doc);
  expect(markup(body)).toBe(before);
  expect(editor.getHTML()).not.toContain("javascript");
  expect(editor.view.dom.querySelectorAll("div.unknown").length).toBe(3);
  expect(editor.view.dom.querySelectorAll("span.unknown").length).toBe(1);
  editor.commands.insertContentAt(editor.state.doc.content.size - 2, "!");
  type(editor, 1, "x");
  expect(body.get(1)).toBe(later);
  expect(markup(body)).toBe(before.replace("before", "xbefore").replace("wn</paragraph>", "wn!</paragraph>"));
});

test("what can't be shown moves as it is", () => {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment("default");
  body.insert(0, [block("ofALaterVersion", "secret", { a: "1" }), block("paragraph", "text")]);
  const { editor } = open(doc);
  const { tr, schema } = editor.state;
  const unknown = editor.state.doc.child(0);
  tr.replaceWith(0, unknown.nodeSize, schema.node("blockquote", null, [unknown]));
  editor.view.dispatch(tr);
  expect(at(body, 0).nodeName).toBe("blockquote");
  expect(markup(at(body, 0).get(0))).toBe('<ofalaterversion a="1">secret</ofalaterversion>');
});

test("what can't be shown outlives being cut and pasted", () => {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment("default");
  const unknown = block("ofALaterVersion", "secret", { a: "1" });
  body.insert(0, [unknown, block("paragraph", "text")]);
  const { editor } = open(doc);
  const before = markup(unknown);
  editor.commands.setNodeSelection(0);
  const { dom } = editor.view.serializeForClipboard(editor.state.selection.content());
  editor.commands.deleteSelection();
  expect(markup(body)).not.toContain("secret");
  editor.view.pasteHTML(dom.innerHTML);
  expect(markup(body)).toContain(before);
  expect(markup(body)).not.toContain("can’t be shown");
});

test("a placeholder of another page says what it says, and stands for nothing here", () => {
  const { editor, body } = open();
  editor.commands.insertContent('<div class="unknown" data-unknown="somewhere.1">elsewhere</div>');
  expect(markup(body)).toContain(">elsewhere</paragraph>");
});

test("what had no place where it stood is shown when it has one", () => {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment("default");
  const details = new Y.XmlElement("details");
  const [first, second] = [block("detailsSummary", "one"), block("detailsSummary", "two")];
  details.insert(0, [first, second]);
  body.insert(0, [details, block("paragraph", "after")]);
  const { editor } = open(doc);
  const summaries = (): unknown[] => [...editor.view.dom.querySelectorAll("div.unknown")].map((one) => one.textContent);
  const shownAtFirst = summaries().length;
  type(editor, editor.state.doc.content.size - 1, "!");
  expect(summaries().length).toBe(shownAtFirst);
  details.delete(0, 1);
  expect(editor.state.doc.child(0).textContent).toContain("two");
  expect(open(copyOf(doc)).editor.getText()).toBe(editor.getText());
});

test("what the schema misses is shown and not written, until somebody writes in it", () => {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment("default");
  body.insert(0, [new Y.XmlElement("bulletList"), block("paragraph", "after")]);
  const updates: unknown[] = [];
  doc.on("update", (_update: Uint8Array, origin: unknown) => updates.push(origin));
  const { editor } = open(doc);
  expect(editor.view.dom.querySelectorAll("li").length).toBe(1);
  expect(updates).toEqual([]);
  type(editor, 3, "item");
  expect(markup(at(at(at(body, 0), 0), 0))).toContain("item");
  expect(markup(at(body, 1))).toContain("after");
});

test("a document made by others, with inline elements and two texts side by side, is read and written in place", () => {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment("default");
  const line = new Y.XmlElement("paragraph");
  line.insert(0, [new Y.XmlText("ab"), new Y.XmlElement("hardBreak"), new Y.XmlText("cd"), new Y.XmlText("ef")]);
  body.insert(0, [line]);
  const { editor } = open(doc);
  expect(editor.getText()).toBe("ab\ncdef");
  type(editor, 6, "X");
  type(editor, 3, "Y");
  expect(line.toArray().map(markup)).toEqual(["abY", "<hardbreak></hardbreak>", "cdX", "ef"]);
  editor.view.dispatch(editor.state.tr.delete(3, 8));
  expect(editor.getText()).toBe("abef");
  expect(line.toArray().map(markup)).toEqual(["ab", "", "ef"]);
});
