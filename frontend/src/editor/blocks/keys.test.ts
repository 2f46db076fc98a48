// @vitest-environment happy-dom
import type { Editor } from "@tiptap/core";
import { GapCursor } from "@tiptap/pm/gapcursor";
import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import { afterEach, describe, expect, test } from "vitest";

import { openEditor, outline, press, type } from "./writing.testing";

let editor: Editor;
afterEach(() => {
  editor.destroy();
});

/** Puts the caret before the first letter of `text`. */
function caretBefore(text: string, offset = 0): void {
  let at = -1;
  editor.state.doc.descendants((node, position) => {
    const index = node.isText ? (node.text ?? "").indexOf(text) : -1;
    if (at < 0 && index >= 0) at = position + index;
  });
  const { state, dispatch } = editor.view;
  dispatch(state.tr.setSelection(TextSelection.create(state.doc, at + offset)));
}

describe("lists", () => {
  test("Tab makes an item part of the one before it, Shift+Tab takes it out", () => {
    editor = openEditor();
    type(editor, "- one\ntwo");
    expect(press(editor, "Tab")).toBe(true);
    expect(outline(editor)).toBe("bulletList(listItem(paragraph(one) bulletList(listItem(paragraph(two)))))");
    expect(press(editor, "Shift-Tab")).toBe(true);
    expect(outline(editor)).toBe("bulletList(listItem(paragraph(one)) listItem(paragraph(two)))");
  });

  test("Tab never leaves a list, not even from an item that can't move", () => {
    editor = openEditor();
    type(editor, "[] one");
    expect(press(editor, "Tab")).toBe(true);
    expect(outline(editor)).toBe("taskList(taskItem(paragraph(one)))");
  });

  test("Tab moves the innermost item, whatever its list is in", () => {
    editor = openEditor("<ul><li><p>one</p></li><li><p>two</p></li></ul>");
    caretBefore("two", 3);
    editor.commands.insertContent({
      type: "taskList",
      content: [{ type: "taskItem", content: [{ type: "paragraph", content: [{ type: "text", text: "task" }] }] }],
    });
    caretBefore("task");
    const before = outline(editor);
    press(editor, "Tab");
    expect(outline(editor)).toBe(before);
  });

  test("Enter on an empty item leaves the list", () => {
    editor = openEditor();
    type(editor, "[x] one\n\ntwo");
    expect(outline(editor)).toBe("taskList(taskItem{checked=true}(paragraph(one))) paragraph(two)");
  });

  test("a new task is not done", () => {
    editor = openEditor();
    type(editor, "[x] one\ntwo");
    expect(outline(editor)).toBe("taskList(taskItem{checked=true}(paragraph(one)) taskItem(paragraph(two)))");
  });

  test("Backspace at the start of an item takes its bullet away, and then joins the item before", () => {
    editor = openEditor("<ul><li><p>one</p></li><li><p>two</p></li></ul>");
    caretBefore("two");
    press(editor, "Backspace");
    expect(outline(editor)).toBe("bulletList(listItem(paragraph(one))) paragraph(two)");
    press(editor, "Backspace");
    expect(outline(editor)).toBe("bulletList(listItem(paragraph(onetwo)))");
  });

  test("Backspace at the start of a nested task brings it out by one", () => {
    editor = openEditor();
    type(editor, "[] one\ntwo");
    press(editor, "Tab");
    caretBefore("two");
    press(editor, "Backspace");
    expect(outline(editor)).toBe("taskList(taskItem(paragraph(one)) taskItem(paragraph(two)))");
  });

  test("Mod+Enter ticks a task", () => {
    editor = openEditor();
    type(editor, "[] one");
    press(editor, "Mod-Enter");
    expect(outline(editor)).toBe("taskList(taskItem{checked=true}(paragraph(one)))");
    press(editor, "Mod-Enter");
    expect(outline(editor)).toBe("taskList(taskItem(paragraph(one)))");
  });

  test("a list becomes one of another kind, with all its items and the caret where it was", () => {
    editor = openEditor();
    type(editor, "- one\ntwo");
    editor.commands.toggleTaskList();
    expect(outline(editor)).toBe("taskList(taskItem(paragraph(one)) taskItem(paragraph(two)))");
    editor.commands.toggleOrderedList();
    type(editor, "!");
    expect(outline(editor)).toBe("orderedList(listItem(paragraph(one)) listItem(paragraph(two!)))");
    editor.commands.toggleOrderedList();
    expect(outline(editor)).toBe("orderedList(listItem(paragraph(one))) paragraph(two!)");
  });

  test("a task typed in the middle of a list stands between its halves", () => {
    editor = openEditor("<ul><li><p>one</p></li><li><p>two</p></li><li><p>three</p></li></ul>");
    caretBefore("two");
    type(editor, "[x] ");
    expect(outline(editor)).toBe(
      "bulletList(listItem(paragraph(one))) taskList(taskItem{checked=true}(paragraph(two)))" +
        " bulletList(listItem(paragraph(three)))",
    );
    type(editor, "!");
    expect(editor.getText()).toContain("!two");
  });
});

describe("code", () => {
  test("Tab indents the lines that are selected, Shift+Tab takes that back", () => {
    editor = openEditor("<pre><code>a\nb\nc</code></pre>");
    const { state, dispatch } = editor.view;
    dispatch(state.tr.setSelection(TextSelection.create(state.doc, 1, 4)));
    press(editor, "Tab");
    expect(editor.getText()).toBe("  a\n  b\nc");
    press(editor, "Shift-Tab");
    expect(editor.getText()).toBe("a\nb\nc");
    expect(press(editor, "Shift-Tab")).toBe(true);
  });

  test("a new line begins where the one before began", () => {
    editor = openEditor();
    type(editor, "``` a\n");
    press(editor, "Tab");
    type(editor, "b\nc");
    expect(editor.getText()).toBe("a\n  b\n  c");
  });

  test("Enter on a second empty line goes on below", () => {
    editor = openEditor();
    type(editor, "``` a\n\n\nb");
    expect(outline(editor)).toBe("codeBlock(a) paragraph(b)");
  });

  test("the arrow down makes a line where nothing comes after the last one", () => {
    editor = openEditor();
    type(editor, "``` a\nb");
    expect(press(editor, "ArrowDown")).toBe(true);
    type(editor, "c");
    expect(outline(editor)).toBe("codeBlock(a\nb) paragraph(c)");
  });

  test("Mod+A takes the code first and then everything", () => {
    editor = openEditor("<p>before</p><pre><code>one</code></pre>");
    caretBefore("one");
    expect(press(editor, "Mod-a")).toBe(true);
    expect(editor.state.doc.textBetween(editor.state.selection.from, editor.state.selection.to)).toBe("one");
    press(editor, "Mod-a");
    expect(editor.state.selection.from).toBeLessThanOrEqual(1);
  });

  test("Backspace in an empty block makes it text", () => {
    editor = openEditor();
    type(editor, "```py ");
    press(editor, "Backspace");
    press(editor, "Backspace");
    expect(editor.state.doc.lastChild?.type.name).toBe("paragraph");
  });
});

test.each([100, 3])("%i paragraphs become a list, with the selection where it was", (count) => {
  editor = openEditor(Array.from({ length: count }, (_, index) => `<p>${index}</p>`).join(""));
  const { doc } = editor.state;
  editor.commands.setTextSelection({ from: 1, to: doc.content.size - 1 });
  press(editor, "Mod-Shift-8");
  expect(outline(editor)).toMatch(/^bulletList\(listItem\(paragraph\(0\)\) .*listItem\(paragraph\(\d+\)\)\)$/);
  const { $from, $to } = editor.state.selection;
  expect([$from.parentOffset, $from.parent.textContent]).toEqual([0, "0"]);
  expect([$to.parentOffset, $to.parent.textContent]).toEqual([String(count - 1).length, String(count - 1)]);
});

describe("details", () => {
  const CONTENT =
    "<details><summary>one</summary><div data-type='detailsContent'><p>two</p><p>three</p></div></details>";

  test("nothing can be written between a summary and its content", () => {
    editor = openEditor(`${CONTENT}${CONTENT}`);
    const { doc } = editor.state;
    const places = Array.from({ length: doc.content.size + 1 }, (_, position) => doc.resolve(position));
    const gaps = places.filter(($place) =>
      (GapCursor as unknown as { valid: ($place: unknown) => boolean }).valid($place),
    );
    expect(gaps.map(({ parent }) => parent.type.name)).not.toContain("details");
    expect(gaps.map(({ pos }) => pos)).toEqual([0, doc.content.size / 2, doc.content.size]);
  });

  test("Backspace at the start of the summary makes it all text again", () => {
    editor = openEditor(CONTENT);
    caretBefore("one");
    press(editor, "Backspace");
    type(editor, "!");
    expect(outline(editor)).toBe("paragraph(!one) paragraph(two) paragraph(three)");
  });

  test("Backspace at the start of the content joins it with the summary", () => {
    editor = openEditor(CONTENT);
    caretBefore("two");
    press(editor, "Backspace");
    type(editor, " and ");
    expect(outline(editor)).toBe("details(detailsSummary(one and two) detailsContent(paragraph(three)))");
  });

  test("several blocks become what is hidden", () => {
    editor = openEditor("<p>one</p><p>two</p>");
    const { state, dispatch } = editor.view;
    dispatch(state.tr.setSelection(TextSelection.create(state.doc, 2, 8)));
    editor.commands.setDetails();
    expect(outline(editor)).toBe("details(detailsSummary() detailsContent(paragraph(one) paragraph(two)))");
  });

  test("Enter in a closed summary goes on below", () => {
    editor = openEditor(CONTENT);
    caretBefore("one", 3);
    type(editor, "\nbelow");
    expect(outline(editor)).toMatch(/\) paragraph\(below\)$/);
  });
});

describe("footnotes", () => {
  test("both ends have one id of 12 letters and digits", () => {
    editor = openEditor("<p>one</p>");
    editor.commands.insertFootnote();
    const reference = editor.state.doc.child(0).firstChild?.attrs["footnote"] as string;
    expect(reference).toMatch(/^[A-Za-z0-9]{12}$/);
    expect(editor.state.doc.child(1).attrs["id"]).toBe(reference);
  });

  test("Enter on a reference goes to its footnote", () => {
    editor = openEditor();
    type(editor, "one[^1]");
    const { state, dispatch } = editor.view;
    dispatch(state.tr.setSelection(NodeSelection.create(state.doc, 4)));
    press(editor, "Enter");
    type(editor, "two");
    expect(outline(editor)).toBe("paragraph(onefootnoteReference()) footnote(paragraph(two))");
  });

  test("Backspace in an empty one takes it and its reference away", () => {
    editor = openEditor();
    type(editor, "one[^1]");
    press(editor, "Backspace");
    type(editor, "!");
    expect(outline(editor)).toBe("paragraph(one!)");
  });

  test("there is none within another, nor in code", () => {
    editor = openEditor();
    type(editor, "one[^1]");
    expect(editor.commands.insertFootnote()).toBe(false);
    editor.commands.setContent("<pre><code>one</code></pre>");
    caretBefore("one");
    expect(editor.commands.insertFootnote()).toBe(false);
  });
});

describe("callouts", () => {
  test("the kind of the innermost one is changed", () => {
    editor = openEditor();
    type(editor, "!!! one");
    editor.commands.setCallout("danger");
    expect(outline(editor)).toBe("callout{kind=danger}(paragraph(one))");
    editor.commands.toggleCallout("danger");
    expect(outline(editor)).toBe("paragraph(one)");
  });
});
