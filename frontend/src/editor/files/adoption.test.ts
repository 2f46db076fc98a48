// @vitest-environment happy-dom
import { Editor } from "@tiptap/core";
import { afterEach, expect, test, vi } from "vitest";

import { contentExtensions } from "../extensions";

const THEIRS = "11111111-1111-4111-8111-111111111111";
const editors: Editor[] = [];

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  document.body.replaceChildren();
});

interface Opened {
  editor: Editor;
  asked: string[];
  line: { online: boolean; there: boolean };
}

/** `missing`: the server doesn't know the file in this document before it is adopted. */
function open({ content = "", editable = true, missing = false, online = true, refused = false } = {}): Opened {
  const page = document.createElement("script");
  page.id = "page";
  page.type = "application/json";
  page.textContent = JSON.stringify({ files: { url: "/documents/d1/files", maxBytes: 1 } });
  document.body.append(page);
  const asked: string[] = [];
  const line = { online, there: !missing };
  vi.stubGlobal("fetch", (url: string, { method = "GET" }: RequestInit = {}) => {
    if (!line.online) return Promise.reject(new TypeError("Failed to fetch"));
    asked.push(`${method} ${url}`);
    if (method === "POST" && !refused) line.there = true;
    const answer = line.there ? {} : { problem: "not-found", message: "Not for you." };
    return Promise.resolve(new Response(JSON.stringify(answer), { status: line.there ? 200 : 404 }));
  });
  const extensions = contentExtensions();
  const editor = new Editor({ element: document.createElement("div"), extensions, content, editable });
  editors.push(editor);
  return { editor, asked, line };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const CARD = `<div data-file="${THEIRS}" data-name="a.pdf" data-size="12" data-content-type="application/pdf"></div>`;
const ASKED = [`GET /documents/d1/files/${THEIRS}?variant=original`, `POST /documents/d1/files/${THEIRS}/adopt`];

test("a file that this document doesn't have is asked for by who may edit it", async () => {
  const { editor, asked } = open({ content: CARD, missing: true });
  await settled();
  expect(asked).toEqual(ASKED);
  expect(editor.view.dom.querySelector(".attachment-facts")?.textContent).toBe("PDF · 12 bytes");
});

test("who may not edit asks for nothing, and what is here isn't asked for", async () => {
  const viewer = open({ content: CARD, missing: true, editable: false });
  const editor = open({ content: CARD });
  await settled();
  expect(viewer.asked).toEqual([]);
  expect(editor.asked).toEqual(ASKED.slice(0, 1));
});

test("a file that somebody else has adopted meanwhile is usable again", async () => {
  vi.useFakeTimers();
  const { editor, line } = open({ content: CARD, missing: true, refused: true });
  await vi.advanceTimersByTimeAsync(0);
  const facts = editor.view.dom.querySelector(".attachment-facts");
  expect(facts?.textContent).toBe("This file can’t be opened here. Not for you.");
  line.there = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(facts?.textContent).toBe("PDF · 12 bytes");
});

test("a file that is pasted offline is asked for when the line is back", async () => {
  const { editor, asked, line } = open({ missing: true, online: false });
  editor.commands.setContent(CARD);
  await settled();
  const facts = editor.view.dom.querySelector(".attachment-facts");
  expect(facts?.textContent).toContain("This file can’t be opened here.");
  line.online = true;
  window.dispatchEvent(new Event("online"));
  await settled();
  expect(asked).toEqual(ASKED);
  expect(facts?.textContent).toBe("PDF · 12 bytes");
});

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
