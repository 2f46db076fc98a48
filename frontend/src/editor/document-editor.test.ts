// @vitest-environment happy-dom
import { Editor } from "@tiptap/core";
import { afterEach, expect, test } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

import { makeExtensions } from "./extensions";
import { makeUndoManager, TITLE_ORIGIN } from "./binding";
import { press, type } from "./blocks/writing.testing";

interface Opened {
  readonly doc: Y.Doc;
  readonly editor: Editor;
  readonly undoManager: Y.UndoManager;
  readonly transactions: unknown[];
}

const opened: Opened[] = [];

afterEach(() => {
  for (const { editor } of opened.splice(0)) editor.destroy();
});

function open(editable: boolean, doc = new Y.Doc()): Opened {
  const body = doc.getXmlFragment("default");
  const undoManager = makeUndoManager(doc.getText("title"), body);
  const transactions: unknown[] = [];
  doc.on("update", (_update: Uint8Array, origin: unknown) => transactions.push(origin));
  const user = { id: "1", name: "Ada", color: "#102030" };
  const awareness = new Awareness(doc);
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    editable,
    extensions: makeExtensions({ body, awareness, undoManager, user }),
  });
  const one = { doc, editor, undoManager, transactions };
  opened.push(one);
  return one;
}

/** Somebody else's edit, made by an editor of their own. */
function elsewhere(doc: Y.Doc, change: (editor: Editor) => void): void {
  const other = open(true, copyOf(doc));
  change(other.editor);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other.doc), "elsewhere");
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

test("opening a document makes no edit", () => {
  expect(open(true).transactions).toEqual([]);
});

test("a read-only editor makes no edit, whatever is asked of it", () => {
  const { doc, editor, transactions } = open(false);
  editor.commands.insertContent("forced");
  editor.commands.toggleHeading({ level: 1 });
  expect(transactions).toEqual([]);
  elsewhere(doc, (other) => other.commands.setContent("<p>theirs https://example.org </p><ul><li>x</li></ul>"));
  expect(editor.getText()).toContain("theirs");
  expect(transactions).toEqual(["elsewhere"]);
});

test("somebody else's edit is not answered with one of mine", () => {
  const { doc, editor, transactions } = open(true);
  editor.commands.setContent("<p>mine</p>");
  editor.commands.selectAll();
  transactions.length = 0;
  elsewhere(doc, (other) => other.commands.setContent("<h1></h1>"));
  elsewhere(doc, (other) => other.commands.setContent("<p>www.example.org </p>"));
  expect(transactions).toEqual(["elsewhere", "elsewhere"]);
});

test("undo takes back title and body in turn, and nothing of others", () => {
  const { doc, editor, undoManager } = open(true);
  editor.commands.setContent("<p>mine</p>");
  undoManager.stopCapturing();
  const title = doc.getText("title");
  doc.transact(() => {
    title.insert(0, "Title");
  }, TITLE_ORIGIN);
  elsewhere(doc, (other) => other.commands.insertContentAt(other.state.doc.content.size, "<p>theirs</p>"));
  undoManager.undo();
  expect(title.toJSON()).toBe("");
  expect(editor.getText()).toContain("mine");
  editor.commands.undo();
  expect(editor.getText()).not.toContain("mine");
  expect(editor.getText()).toContain("theirs");
});

test("a link that runs a script is left out", () => {
  const { editor } = open(true);
  editor.commands.setContent('<p><a href="javascript:alert(1)">a</a> <a href="https://example.org">b</a></p>');
  expect(editor.getHTML()).not.toContain("javascript");
  expect(editor.getHTML()).toContain('href="https://example.org"');
});

test.each(["paste", "cut", "drop"])("undo takes back a %s, not what was typed before or after it", (uiEvent) => {
  const { editor } = open(true);
  type(editor, "one ");
  editor.view.dispatch(editor.state.tr.insertText("two ").setMeta("uiEvent", uiEvent));
  type(editor, "three");
  const shown = ["one two three", "one two ", "one ", ""];
  for (const text of shown) {
    expect(editor.getText()).toBe(text);
    editor.commands.undo();
  }
});

test("undo gives back a selection that was typed over", () => {
  const { editor } = open(true);
  type(editor, "one two");
  editor.commands.setTextSelection({ from: 1, to: 4 });
  type(editor, "six");
  expect(editor.getText()).toBe("six two");
  editor.commands.undo();
  expect(editor.getText()).toBe("one two");
});

test("undo takes back a link that made itself, and leaves its text", () => {
  const { editor } = open(true);
  type(editor, "see https://example.org more");
  expect(editor.getHTML()).toContain("<a");
  editor.commands.undo();
  editor.commands.undo();
  expect(editor.getText()).toBe("see https://example.org");
  expect(editor.getHTML()).not.toContain("<a");
});

test("a format of many blocks at once makes no links", () => {
  const { editor } = open(true);
  const paragraph = { type: "paragraph", content: [{ type: "text", text: "https://example.org " }] };
  editor.commands.setContent({ type: "doc", content: Array.from({ length: 20 }, () => paragraph) });
  editor.commands.selectAll();
  press(editor, "Mod-b");
  expect(editor.getHTML()).toContain("<strong>");
  expect(editor.getHTML()).not.toContain("<a");
});
