// @vitest-environment happy-dom
import type { Editor } from "@tiptap/core";
import { afterEach, expect, test } from "vitest";

import { openEditor, outline, press, type } from "../blocks/writing.testing";

let editor: Editor;
afterEach(() => {
  editor.destroy();
});

test.each([
  ["**one** two", "<bold>one</> two"],
  ["__one__ two", "<bold>one</> two"],
  ["*one* two", "<italic>one</> two"],
  ["_one_ two", "<italic>one</> two"],
  ["~~one~~ two", "<strike>one</> two"],
  ["++one++ two", "<underline>one</> two"],
  ["`one` two", "<code>one</> two"],
  ["H~2~O", "H<subscript>2</>O"],
  ["x^2^ + 1", "x<superscript>2</> + 1"],
  ["==one== two", "<highlight{color=yellow}>one</> two"],
  ["[one](https://example.org) two", "<link{href=https://example.org}>one</> two"],
  ["https://example.org two", "<link{href=https://example.org}>https://example.org</> two"],
  [
    "(see https://example.org/a?b=c#d) (https://example.org) two",
    "(see https://example.org/a?b=c#d) (<link{href=https://example.org}>https://example.org</>) two",
  ],
  ["mailto:ada@example.org two", "<link{href=mailto:ada@example.org}>mailto:ada@example.org</> two"],
  ["[one](https://example.org/a_(b)) two", "<link{href=https://example.org/a_(b)}>one</> two"],
])("%j makes %s", (typed, made) => {
  editor = openEditor();
  type(editor, typed);
  expect(outline(editor)).toBe(`paragraph(${made})`);
});

test.each([
  "a == b == c",
  "C++ and D++",
  "~ 5 ~ 6",
  "2 ^ 3 ^ 4",
  "[one](javascript:alert) two",
  "a*b",
  "https://a.example, b",
  "![one](https://a.example) b",
])("%j stays what it is", (typed) => {
  editor = openEditor();
  type(editor, typed);
  expect(outline(editor)).toBe(`paragraph(${typed})`);
});

test.each([
  ["Mod-b", "bold"],
  ["Mod-i", "italic"],
  ["Mod-u", "underline"],
  ["Mod-Shift-s", "strike"],
  ["Mod-e", "code"],
  ["Mod-,", "subscript"],
  ["Mod-.", "superscript"],
  ["Mod-Shift-h", "highlight{color=yellow}"],
])("%s makes %s, and takes it back", (shortcut, mark) => {
  editor = openEditor("<p>one</p>");
  editor.commands.setTextSelection({ from: 1, to: 4 });
  press(editor, shortcut);
  expect(outline(editor)).toBe(`paragraph(<${mark}>one</>)`);
  press(editor, shortcut);
  expect(outline(editor)).toBe("paragraph(one)");
});

test("what is below the line is not above it, too", () => {
  editor = openEditor("<p>one</p>");
  editor.commands.setTextSelection({ from: 1, to: 4 });
  press(editor, "Mod-,");
  press(editor, "Mod-.");
  expect(outline(editor)).toBe("paragraph(<superscript>one</>)");
});

test("colours are those of the palette, one of a kind", () => {
  editor = openEditor("<p>one</p>");
  editor.commands.setTextSelection({ from: 1, to: 4 });
  editor.chain().setHighlight("red").setHighlight("blue").setTextColor("green").run();
  expect(outline(editor)).toBe("paragraph(<highlight{color=blue} textColor{color=green}>one</>)");
  expect(editor.commands.setHighlight("#ff0000")).toBe(false);
  editor.chain().unsetHighlight().unsetTextColor().run();
  expect(outline(editor)).toBe("paragraph(one)");
});

test("a foreign colour becomes one of the palette", () => {
  editor = openEditor('<p><mark data-color="url(x)">one</mark></p>');
  expect(outline(editor)).toBe("paragraph(<highlight{color=yellow}>one</>)");
});

test("code may be bold and a link", () => {
  editor = openEditor('<p><a href="https://example.org"><strong><code>one</code></strong></a></p>');
  expect(outline(editor)).toBe("paragraph(<bold code link{href=https://example.org}>one</>)");
});

test("Mod+\\ leaves the text alone", () => {
  editor = openEditor("<p><strong><mark>one</mark></strong></p>");
  editor.commands.setTextSelection({ from: 1, to: 4 });
  press(editor, "Mod-\\");
  expect(outline(editor)).toBe("paragraph(one)");
});

test.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " https://example.org", "//example.org"])(
  "a link to %j that is in the document is shown as text",
  (href) => {
    editor = openEditor({
      type: "doc",
      content: [
        { type: "paragraph", content: [{ type: "text", text: "one", marks: [{ type: "link", attrs: { href } }] }] },
      ],
    });
    expect(editor.view.dom.querySelector("a")).toBeNull();
    expect(editor.view.dom.textContent).toContain("one");
    expect(editor.getHTML()).not.toContain("href");
  },
);

test("a link is shown with what a document doesn't hold", () => {
  editor = openEditor('<p><a href="https://example.org" class="x" title="y" target="_top">one</a></p>');
  const link = editor.view.dom.querySelector("a");
  expect([link?.rel, link?.target, link?.className, link?.title]).toEqual([
    "noopener noreferrer nofollow",
    "_blank",
    "",
    "",
  ]);
  expect(outline(editor)).toBe("paragraph(<link{href=https://example.org}>one</>)");
});
