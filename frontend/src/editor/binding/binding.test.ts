// @vitest-environment happy-dom
import { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

import { makeExtensions } from "../extensions";
import { makeUndoManager } from ".";
import { chanceOf, Maker, seeds } from "./documents.testing";

const editors: Editor[] = [];

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

interface Opened {
  readonly doc: Y.Doc;
  readonly body: Y.XmlFragment;
  readonly editor: Editor;
}

function open(doc = new Y.Doc(), editable = true): Opened {
  const body = doc.getXmlFragment("default");
  const undoManager = makeUndoManager(doc.getText("title"), body);
  const user = { id: "1", name: "Ada", color: "#102030" };
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    editable,
    extensions: makeExtensions({ body, awareness: new Awareness(doc), undoManager, user }),
  });
  editors.push(editor);
  return { doc, body, editor };
}

function block(name: string, text: string, attributes: Record<string, string> = {}): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}

function sync(from: Y.Doc, to: Y.Doc): void {
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  sync(doc, copy);
  return copy;
}

function at(element: Y.XmlFragment | Y.XmlElement | undefined, index: number): Y.XmlElement {
  const child: unknown = element?.get(index);
  if (!(child instanceof Y.XmlElement)) throw new Error("There is no element.");
  return child as Y.XmlElement;
}

function markup(shared: unknown): string {
  if (!(shared instanceof Y.AbstractType)) throw new Error("Nothing is shared there.");
  return String(shared.toJSON());
}

function type(editor: Editor, position: number, text: string): void {
  editor.view.dispatch(editor.state.tr.insertText(text, position));
}

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

test("a key writes one character, at the caret", () => {
  const { doc, editor } = open();
  editor.commands.setContent("<p>aaaa</p>");
  editor.commands.setTextSelection(3);
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  editor.view.dispatch(editor.state.tr.insertText("a"));
  const [update = new Uint8Array()] = updates;
  expect(updates.length).toBe(1);
  expect(update.length).toBeLessThan(30);
  const [item] = Y.decodeUpdate(update).structs;
  const text = at(doc.getXmlFragment("default"), 0).get(0) as Y.XmlText;
  expect(item instanceof Y.Item && item.origin?.clock).toBe((text._start?.id.clock ?? 0) + 1);
});

test("Enter at a line's start leaves its element and its id to the text", () => {
  const { body, editor } = open();
  editor.commands.setContent("<p>text</p>");
  const line = at(body, 0);
  const id = line.getAttribute("id");
  editor.chain().setTextSelection(1).splitBlock().run();
  expect(body.get(1)).toBe(line);
  expect(editor.state.doc.child(1).attrs["id"]).toBe(id);
  expect(editor.state.doc.child(0).attrs["id"]).toBe(at(body, 0).getAttribute("id"));
  expect(at(body, 0).getAttribute("id")).not.toBe(id);
});

test("a block keeps its id when it moves, and a copy gets one of its own", () => {
  const { body, editor } = open();
  editor.commands.setContent("<p>one</p><p>two</p><p>three</p>");
  const ids = (): unknown[] => editor.state.doc.children.map(({ attrs }) => attrs["id"] as unknown);
  const [one, two, three] = ids();
  const first = editor.state.doc.child(0);
  const { tr } = editor.state;
  editor.view.dispatch(tr.delete(0, first.nodeSize).insert(tr.doc.content.size, first));
  expect(ids()).toEqual([two, three, one]);
  editor.view.dispatch(editor.state.tr.insert(0, editor.state.doc.child(1)));
  expect(ids().slice(1)).toEqual([two, three, one]);
  expect(new Set(ids()).size).toBe(4);
  expect(ids()).toEqual([0, 1, 2, 3].map((index) => at(body, index).getAttribute("id")));
});

test("the caret stays where it is while somebody else writes before, at and after it", () => {
  const here = open();
  here.editor.commands.setContent("<p>one</p><p>two</p>");
  const there = open(copyOf(here.doc));
  here.editor.commands.setTextSelection(7);
  type(there.editor, 1, "before ");
  type(there.editor, 14, "X");
  type(there.editor, there.editor.state.doc.content.size - 1, "after");
  sync(there.doc, here.doc);
  const { $head } = here.editor.state.selection;
  expect($head.parent.textContent.slice(0, $head.parentOffset)).toBe("t");
  there.editor.commands.updateAttributes("paragraph", { textAlign: "center" });
  there.editor.view.dispatch(there.editor.state.tr.setNodeAttribute(12, "textAlign", "center"));
  sync(there.doc, here.doc);
  expect(
    here.editor.state.selection.$head.parent.textContent.slice(0, here.editor.state.selection.$head.parentOffset),
  ).toBe("t");
});

test("a selected block stays selected when somebody else changes it", () => {
  const here = open();
  here.editor.commands.setContent("<p>one</p><hr><p>two</p>");
  const there = open(copyOf(here.doc));
  here.editor.view.dispatch(here.editor.state.tr.setSelection(NodeSelection.create(here.editor.state.doc, 5)));
  there.editor.commands.insertContentAt(0, "<h1>title</h1>");
  sync(there.doc, here.doc);
  const { selection } = here.editor.state;
  expect(selection instanceof NodeSelection && selection.node.type.name).toBe("horizontalRule");
});

test("undo brings text and selection back, and leaves what others wrote into my block", () => {
  const here = open();
  here.editor.commands.setContent("<p>one</p>");
  const undoManager = here.editor.storage.sharedDocument;
  expect(undoManager.binding).toBeDefined();
  here.editor.commands.insertContentAt(here.editor.state.doc.content.size, "<p>mine</p>");
  const there = open(copyOf(here.doc));
  type(there.editor, there.editor.state.doc.content.size - 1, " and theirs");
  sync(there.doc, here.doc);
  here.editor.commands.undo();
  expect(here.editor.getText()).toContain("and theirs");
  expect(here.editor.getText()).not.toContain("mine");
});

test("two pages show the same whatever is done in both, and what they show is what is shared", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const chance = chanceOf(seed);
      const ada = open();
      const ben = open();
      for (let round = 0; round < 4; round += 1) {
        for (const { editor } of [ada, ben]) {
          const maker = new Maker(editor.schema, chance);
          const now = round === 0 && editor === ada.editor ? maker.document() : maker.changed(editor.state.doc);
          const { tr, doc } = editor.state;
          const place = chance.below(doc.content.size + 1);
          tr.replaceWith(0, doc.content.size, now.content);
          editor.view.dispatch(
            tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(place, tr.doc.content.size)))),
          );
        }
        sync(ada.doc, ben.doc);
        sync(ben.doc, ada.doc);
        const fresh = open(copyOf(ada.doc));
        expect(shown(ada.editor.state.doc)).toEqual(shown(ben.editor.state.doc));
        expect(shown(fresh.editor.state.doc)).toEqual(shown(ben.editor.state.doc));
      }
      for (const editor of editors.splice(0)) editor.destroy();
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 30) },
  );
});

function shown(node: Node): unknown {
  return JSON.parse(JSON.stringify(node.toJSON(), (name, value: unknown) => (name === "key" ? null : value)));
}
