// @vitest-environment happy-dom
import type { Editor } from "@tiptap/core";
import { Fragment } from "@tiptap/pm/model";
import { Selection, type Transaction } from "@tiptap/pm/state";
import { afterEach, expect, test } from "vitest";

import { closeAll, copyOf, block, open, sync } from "../binding/pages.testing";
import { MarkupStep } from "../markup-step";
import { openEditor } from "./writing.testing";

afterEach(closeAll);

function transactionsOf(editor: Editor, act: () => unknown): Transaction[] {
  const found: Transaction[] = [];
  const note = ({ transaction }: { transaction: Transaction }): unknown => found.push(transaction);
  editor.on("transaction", note);
  act();
  editor.off("transaction", note);
  return found.filter(({ docChanged }) => docChanged);
}

function blocksOf(editor: Editor): string[] {
  return editor.state.doc.children.map(({ type, attrs, textContent }) => {
    return `${type.name} ${String(attrs["id"])} ${textContent}`;
  });
}

/** A page with so many paragraphs, all of them selected. */
function book(count: number): ReturnType<typeof open> {
  const page = open();
  const paragraphs = Array.from({ length: count }, (_, index) => block("paragraph", `T${index}`, { id: `p${index}` }));
  page.body.insert(0, paragraphs);
  page.editor.commands.selectAll();
  return page;
}

test("all blocks become headings in one step, and stay the blocks that they were", () => {
  const { editor } = book(40);
  const made = transactionsOf(editor, () => editor.commands.toggleHeading({ level: 1 }));
  expect(made.map(({ steps }) => steps.length)).toEqual([1]);
  expect(blocksOf(editor)).toEqual(Array.from({ length: 40 }, (_, index) => `heading p${index} T${index}`));
  expect(editor.state.selection.from).toBeLessThan(3);
  expect(editor.state.selection.to).toBeGreaterThan(editor.state.doc.content.size - 3);
});

test("undo brings all of them back, and another page sees both", () => {
  const { doc, editor } = book(40);
  const there = open(copyOf(doc));
  const before = blocksOf(editor);
  editor.commands.toggleHeading({ level: 2 });
  sync(doc, there.doc);
  expect(blocksOf(there.editor)).toEqual(before.map((text) => text.replace("paragraph", "heading")));
  editor.commands.undo();
  sync(doc, there.doc);
  expect([blocksOf(editor), blocksOf(there.editor)]).toEqual([before, before]);
  editor.commands.redo();
  expect(blocksOf(editor)).toEqual(before.map((text) => text.replace("paragraph", "heading")));
});

test("many pasted blocks get their ids in one step", () => {
  const { editor } = open();
  const text = "<p>One</p><p>Two</p><p>Three</p><p>Four</p>";
  const made = transactionsOf(editor, () => editor.commands.insertContent(text));
  expect(made.map(({ steps }) => steps.length)).toEqual([1, 1]);
  const ids = editor.state.doc.children.map(({ attrs }) => String(attrs["id"]));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).not.toContain("null");
});

test("what both kinds have stays, and what only one has goes", () => {
  const editor = openEditor('<p data-align="center">One</p><h2 data-align="right">Two</h2>');
  editor.chain().selectAll().setNode("heading", { level: 3 }).run();
  expect(editor.getHTML()).toBe(
    '<h3 dir="auto" data-align="center">One</h3><h3 dir="auto" data-align="right">Two</h3>',
  );
  editor.chain().selectAll().setParagraph().run();
  expect(editor.getHTML()).toBe('<p dir="auto" data-align="center">One</p><p dir="auto" data-align="right">Two</p>');
});

test("code becomes text, and text code, with its lines and without its marks", () => {
  const editor = openEditor("<p>One</p><pre><code>a\nb</code></pre><p><strong>Two</strong></p>");
  editor.chain().selectAll().setNode("heading", { level: 1 }).run();
  expect(editor.getHTML()).toMatch(/One<\/h1>.*a<br>b<\/h1>.*<strong>Two<\/strong><\/h1>/);
  editor.chain().selectAll().setNode("codeBlock").run();
  expect(editor.state.doc.children.map(({ type, textContent }) => [type.name, textContent])).toEqual([
    ["codeBlock", "One"],
    ["codeBlock", "a\nb"],
    ["codeBlock", "Two"],
  ]);
});

test("a picture stays one, with its caption", () => {
  const file = "0b0e7a52-6b0c-4a3e-9b5a-0d3c1f0e6a11";
  const editor = openEditor(
    `<p>One</p><figure data-file="${file}"><img src="x"><figcaption>Us</figcaption></figure><p>Two</p>`,
  );
  editor.chain().selectAll().setNode("heading", { level: 1 }).run();
  expect(editor.state.doc.children.map(({ type, textContent }) => [type.name, textContent])).toEqual([
    ["heading", "One"],
    ["image", "Us"],
    ["heading", "Two"],
  ]);
});

test("where a list item has to begin with a paragraph it does, and what is beside the list becomes a heading", () => {
  const editor = openEditor("<p>One</p><ul><li><p>Two</p><p>More</p></li></ul><p>Three</p>");
  editor.chain().selectAll().setNode("heading", { level: 1 }).run();
  expect(editor.state.doc.toString()).toBe(
    'doc(heading("One"), bulletList(listItem(paragraph("Two"), heading("More"))), heading("Three"))',
  );
});

test("asking whether it can be done does nothing", () => {
  const editor = openEditor("<p>One</p><p>Two</p>");
  editor.commands.selectAll();
  expect(editor.can().setNode("heading", { level: 1 })).toBe(true);
  expect(editor.state.doc.firstChild?.type.name).toBe("paragraph");
});

test("a step over many blocks can be taken back, and follows what is written before it", () => {
  const editor = openEditor("<p>One</p><p>Two</p><p>Three</p>");
  const { doc, schema, tr } = editor.state;
  const heading = { type: schema.nodes["heading"], attrs: { level: 2 } };
  const step = new MarkupStep(new Map([0, 5].map((position) => [position, heading as never])));
  const changed = step.apply(doc).doc;
  expect(changed?.toString()).toBe('doc(heading("One"), heading("Two"), paragraph("Three"))');
  expect(
    step
      .invert(doc)
      .apply(changed ?? doc)
      .doc?.eq(doc),
  ).toBe(true);
  tr.delete(0, 5).insertText("Now ", 1);
  expect(step.map(tr.mapping)?.apply(tr.doc).doc?.toString()).toBe('doc(heading("Now Two"), paragraph("Three"))');
});

test("a step that would make what the schema doesn't know changes nothing", () => {
  const editor = openEditor("<ul><li><p>One</p></li></ul>");
  const { doc, schema } = editor.state;
  const heading = { type: schema.nodes["heading"], attrs: { level: 2 } };
  expect(new MarkupStep(new Map([[2, heading as never]])).apply(doc).doc).toBeNull();
});

test("many headings and paragraphs become a list in one step", () => {
  const { body, editor } = open();
  const kinds = ["heading", "paragraph", "paragraph"];
  const blocks = Array.from({ length: 120 }, (_, at) => block(kinds[at % 3] ?? "", `T${at}`, { id: `p${at}` }));
  body.insert(0, blocks);
  editor.commands.selectAll();
  const [made] = transactionsOf(editor, () => editor.commands.toggleBulletList());
  expect(made?.steps.length).toBe(1);
  const list = editor.state.doc.firstChild;
  expect(list?.children.map(({ firstChild }) => `${firstChild?.type.name} ${String(firstChild?.attrs["id"])}`)).toEqual(
    Array.from({ length: 120 }, (_, at) => `paragraph p${at}`),
  );
});

test("all blocks become code in one step, without marks and with their lines, and text again", () => {
  const { doc, body, editor } = open();
  body.insert(0, [
    block("paragraph", "One", { id: "p0" }),
    block("heading", "Two", { id: "p1" }),
    block("paragraph", "Three", { id: "p2" }),
  ]);
  editor.chain().setTextSelection({ from: 2, to: 4 }).setBold().insertContentAt(4, { type: "hardBreak" }).run();
  const there = open(copyOf(doc));
  there.editor.commands.setTextSelection(14);
  const before = editor.getJSON();
  editor.commands.selectAll();
  const made = transactionsOf(editor, () => editor.commands.toggleCodeBlock());
  expect(made.map(({ steps }) => steps.length)).toEqual([1]);
  expect(blocksOf(editor)).toEqual(["codeBlock p0 One\n", "codeBlock p1 Two", "codeBlock p2 Three"]);
  expect(editor.getHTML()).not.toContain("<strong>");
  sync(doc, there.doc);
  expect(blocksOf(there.editor)).toEqual(blocksOf(editor));
  const { $head } = there.editor.state.selection;
  expect([$head.parent.textContent, $head.parentOffset]).toEqual(["Three", 2]);
  editor.commands.undo();
  expect(editor.getJSON()).toEqual(before);
  editor.commands.redo();
  editor.commands.selectAll();
  const back = transactionsOf(editor, () => editor.commands.toggleCodeBlock());
  expect(back.map(({ steps }) => steps.length)).toEqual([1]);
  expect(editor.state.doc.toString()).toBe('doc(paragraph("One", hardBreak), paragraph("Two"), paragraph("Three"))');
});

test.each(["toggleHeading", "toggleCodeBlock", "toggleBulletList"] as const)(
  "whose caret is in a block that becomes another by %s has it at the same letter",
  (command) => {
    const { doc, editor } = book(3);
    const there = open(copyOf(doc));
    there.editor.commands.setTextSelection({ from: 6, to: 10 });
    editor.commands[command]({ level: 1, language: "" });
    sync(doc, there.doc);
    const { $from, $to } = there.editor.state.selection;
    expect([$from, $to].map(({ parent, parentOffset }) => `${parent.textContent} ${parentOffset}`)).toEqual([
      "T1 1",
      "T2 1",
    ]);
  },
);

test("where some of a block can't be code, the others become it all the same", () => {
  const editor = openEditor("<p>One</p><p>Two</p><p>Three</p>");
  editor.commands.insertContentAt(2, { type: "inlineMath", attrs: { latex: "x" } });
  expect(editor.state.doc.toString()).toContain("inlineMath");
  editor.chain().selectAll().setNode("codeBlock").run();
  expect(editor.state.doc.toString()).toBe('doc(codeBlock("One"), codeBlock("Two"), codeBlock("Three"))');
});

test("code is drawn in colours wherever it comes to be, and what is no code any more loses them", async () => {
  const editor = openEditor("<p>let a = 1</p><p>let b = 2</p><p>let c = 3</p>");
  editor.chain().selectAll().setNode("codeBlock", { language: "javascript" }).run();
  await expect.poll(() => editor.view.dom.querySelectorAll("code span").length).toBeGreaterThan(5);
  editor.chain().selectAll().setNode("paragraph").run();
  expect(editor.view.dom.querySelectorAll("p span").length).toBe(0);
});

test("a step that would make a block longer or shorter changes nothing", () => {
  const editor = openEditor("<p>One</p>");
  const { doc, schema } = editor.state;
  const markup = { attrs: {}, content: Fragment.from(schema.text("Longer")) };
  expect(new MarkupStep(new Map([[0, markup]])).apply(doc).doc).toBeNull();
});

test("all blocks that can be aligned are, in one step", () => {
  const { editor } = book(40);
  const made = transactionsOf(editor, () => editor.commands.setTextAlign("center"));
  expect(made.map(({ steps }) => steps.length)).toEqual([1]);
  const alignments = (): unknown[] => [
    ...new Set(editor.state.doc.children.map((node) => node.attrs["textAlign"] as unknown)),
  ];
  expect(alignments()).toEqual(["center"]);
  expect(transactionsOf(editor, () => editor.commands.setTextAlign("center"))).toEqual([]);
  editor.commands.undo();
  expect(alignments()).toEqual([null]);
});

test("a list of many becomes another kind of list in one step, and keeps what is inside its items", () => {
  const items = Array.from({ length: 120 }, (_, at) => `<li><p>T${at}</p><ul><li><p>In</p></li></ul></li>`).join("");
  for (const text of [`<ul>${items}</ul>`, `<p>Before</p><ul>${items}</ul><h2>Between</h2><ol>${items}</ol>`]) {
    const editor = openEditor(text);
    editor.commands.selectAll();
    const made = transactionsOf(editor, () => editor.commands.toggleTaskList());
    expect(made[0]?.steps.length).toBe(1);
    const { firstChild: list, childCount } = editor.state.doc;
    expect([list?.type.name, childCount]).toEqual(["taskList", 1]);
    expect([...new Set(list?.children.map((item) => item.type.name))]).toEqual(["taskItem"]);
    expect(list?.textContent).toBe(editor.state.doc.textContent);
    expect(list?.lastChild?.toString()).toBe('taskItem(paragraph("T119"), bulletList(listItem(paragraph("In"))))');
  }
});

test("what is selected stays selected when paragraphs and lists become one list", () => {
  const items = Array.from({ length: 60 }, (_, at) => `<li><p>T${at}</p></li>`).join("");
  for (const text of [
    `<p>One</p><ul>${items}</ul><ol>${items}</ol><p>Last</p>`,
    `<ul>${items}</ul><p>One</p><ol>${items}</ol>`,
  ]) {
    const editor = openEditor(text);
    const { content } = editor.state.doc;
    const ends = (): string[] => {
      const { $from, $to } = editor.state.selection;
      return [$from, $to].map(({ parent, parentOffset }) => `${parent.textContent} ${parentOffset}`);
    };
    editor.commands.setTextSelection({ from: Selection.atStart(editor.state.doc).from + 1, to: content.size - 3 });
    const before = ends();
    editor.commands.toggleTaskList();
    expect(editor.state.doc.childCount).toBe(1);
    expect(ends()).toEqual(before);
  }
});
