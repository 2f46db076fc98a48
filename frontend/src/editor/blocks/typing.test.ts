// @vitest-environment happy-dom
import type { Editor } from "@tiptap/core";
import { afterEach, expect, test } from "vitest";

import { openEditor, outline, press, type } from "./writing.testing";

let editor: Editor;
afterEach(() => {
  editor.destroy();
});

test.each([
  ["# one", "heading(one)"],
  ["## one", "heading{level=2}(one)"],
  ["#### one", "heading{level=4}(one)"],
  ["> one", "blockquote(paragraph(one))"],
  ["- one", "bulletList(listItem(paragraph(one)))"],
  ["* one", "bulletList(listItem(paragraph(one)))"],
  ["1. one", "orderedList(listItem(paragraph(one)))"],
  ["3) one", "orderedList{start=3}(listItem(paragraph(one)))"],
  ["[] one", "taskList(taskItem(paragraph(one)))"],
  ["[ ] one", "taskList(taskItem(paragraph(one)))"],
  ["[x] one", "taskList(taskItem{checked=true}(paragraph(one)))"],
  ["- [ ] one", "taskList(taskItem(paragraph(one)))"],
  ["- [x] one", "taskList(taskItem{checked=true}(paragraph(one)))"],
  ["!!! one", "callout(paragraph(one))"],
  [":::warning one", "callout{kind=warning}(paragraph(one))"],
  ["> [!TIP] one", "callout{kind=success}(paragraph(one))"],
  ["> [!CAUTION]\none", "callout{kind=danger}(paragraph(one))"],
  ["+++ one", "details(detailsSummary(one) detailsContent(paragraph()))"],
  [":::details one\ntwo", "details(detailsSummary(one) detailsContent(paragraph(two)))"],
  ["``` one", "codeBlock(one)"],
  ["```py\none", "codeBlock{language=python}(one)"],
  ["~~~c++ one", "codeBlock{language=cpp}(one)"],
  ["```elixir one", "codeBlock{language=elixir}(one)"],
  ["---one", "horizontalRule() paragraph(one)"],
  ["one[^1]two", "paragraph(onefootnoteReference()) footnote(paragraph(two))"],
])("%j makes %s", (typed, made) => {
  editor = openEditor();
  type(editor, typed);
  expect(outline(editor)).toBe(made);
});

test.each([
  ["Mod-Shift-e", "paragraph{textAlign=center}(one)"],
  ["Mod-Shift-r", "paragraph{textAlign=right}(one)"],
  ["Mod-Shift-j", "paragraph{textAlign=justify}(one)"],
  ["Mod-Alt-2", "heading{level=2}(one)"],
  ["Mod-Alt-c", "codeBlock(one)"],
  ["Mod-Shift-7", "orderedList(listItem(paragraph(one)))"],
  ["Mod-Shift-8", "bulletList(listItem(paragraph(one)))"],
  ["Mod-Shift-9", "taskList(taskItem(paragraph(one)))"],
  ["Mod-Shift-b", "blockquote(paragraph(one))"],
  ["Mod-Alt-f", "paragraph(onefootnoteReference()) footnote(paragraph())"],
])("%s makes %s", (shortcut, made) => {
  editor = openEditor();
  type(editor, "one");
  press(editor, shortcut);
  expect(outline(editor)).toBe(made);
});

test("a heading is aligned like a paragraph, and the left again is no alignment", () => {
  editor = openEditor();
  type(editor, "# one");
  press(editor, "Mod-Shift-e");
  expect(outline(editor)).toBe("heading{textAlign=center}(one)");
  press(editor, "Mod-Shift-l");
  expect(outline(editor)).toBe("heading(one)");
});

test("Shift+Enter breaks the line and keeps the paragraph", () => {
  editor = openEditor();
  type(editor, "one");
  press(editor, "Shift-Enter");
  type(editor, "two");
  expect(outline(editor)).toBe("paragraph(onehardBreak()two)");
});

test("Enter twice leaves a callout", () => {
  editor = openEditor();
  type(editor, "!!! one\n\ntwo");
  expect(outline(editor)).toBe("callout(paragraph(one)) paragraph(two)");
});

test("Enter twice leaves details", () => {
  editor = openEditor();
  type(editor, "+++ one\ntwo\n\nthree");
  expect(outline(editor)).toBe("details(detailsSummary(one) detailsContent(paragraph(two))) paragraph(three)");
});
