// @vitest-environment happy-dom
import { Editor } from "@tiptap/core";
import { afterEach, expect, test, vi } from "vitest";

import { contentExtensions } from "../extensions";

const THEIRS = "11111111-1111-4111-8111-111111111111";
const editors: Editor[] = [];

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function open(): { editor: Editor; asked: string[] } {
  const page = document.createElement("script");
  page.id = "page";
  page.type = "application/json";
  page.textContent = JSON.stringify({ files: { url: "/documents/d1/files", maxBytes: 1 } });
  document.body.append(page);
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string, { method = "GET" }: RequestInit = {}) => {
    asked.push(`${method} ${url}`);
    return Promise.resolve(new Response("{}", { status: 200 }));
  });
  const editor = new Editor({ element: document.createElement("div"), extensions: contentExtensions() });
  editors.push(editor);
  return { editor, asked };
}

test("a picture that is pasted is asked for once, however often it is pasted and undone", () => {
  const { editor, asked } = open();
  editor.commands.setContent(`<figure data-file="${THEIRS}"><img alt="Pears"></figure><p>x</p>`);
  editor.commands.insertContentAt(editor.state.doc.content.size, `<figure data-file="${THEIRS}"></figure>`);
  expect(asked.filter((one) => one.startsWith("POST"))).toEqual([`POST /documents/d1/files/${THEIRS}/adopt`]);
});

test("typing asks for nothing", () => {
  const { editor, asked } = open();
  editor.commands.setContent("<p>abc</p>");
  editor.commands.insertContent("def");
  expect(asked).toEqual([]);
});

test("pictures and files are the same after copy and paste", () => {
  const { editor } = open();
  const figure =
    `<figure data-file="${THEIRS}" data-width="40" data-align="center" data-pixel-width="800" data-pixel-height="600">` +
    '<img src="x" alt="Pears"><figcaption>Ripe <strong>pears</strong></figcaption></figure>';
  const card = `<div data-file="${THEIRS}" data-name="a.pdf" data-size="12" data-content-type="application/pdf"></div>`;
  editor.commands.setContent(figure + card);
  const made = editor.getJSON();
  expect(made.content[0]).toMatchObject({
    type: "image",
    attrs: { file: THEIRS, alt: "Pears", width: 40, align: "center", pixelWidth: 800, pixelHeight: 600 },
  });
  expect(made.content[1]).toMatchObject({
    type: "attachment",
    attrs: { file: THEIRS, name: "a.pdf", size: 12, contentType: "application/pdf" },
  });
  editor.commands.setContent(editor.getHTML());
  expect(editor.getJSON()).toEqual(made);
});

test("what a foreign page claims of a picture is left out where it isn't allowed", () => {
  const { editor } = open();
  const figure = '<figure data-file="../../x" data-width="900" data-align="top" data-pixel-width="-4"></figure>';
  editor.commands.setContent(figure);
  expect(editor.getJSON().content[0]?.attrs).toMatchObject({ file: null, width: null, align: null, pixelWidth: null });
});
