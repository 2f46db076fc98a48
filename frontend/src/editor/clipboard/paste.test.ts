// @vitest-environment happy-dom
import { readFileSync } from "node:fs";

import { getSchema } from "@tiptap/core";
import { Slice } from "@tiptap/pm/model";
import { describe, expect, test } from "vitest";

import { contentExtensions } from "../extensions";
import { withoutStyle } from "./clean/css";
import { loadCleaning } from "./cleaning";
import type { Json } from "./markdown/tree";
import { writeMarkdown } from "./markdown/writer";
import { PasteParser } from "./pasted-html";
import { Pictures } from "./pictures";
import { arrivingSlice, countBlocks } from "./slices";

await loadCleaning();

const FIXTURES = "../tests/data/clipboard";

const schema = getSchema(contentExtensions());
const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, boolean> } };
// A browser loads no frame in a page that is only read.
happyDOM.settings["handleDisabledFileLoadingAsSuccess"] = true;

/** What becomes of pasted HTML, as Markdown. */
function pasted(html: string): string {
  const page = new DOMParser().parseFromString(withoutStyle(html), "text/html");
  const parser = new PasteParser(schema, new Pictures());
  const { content } = Slice.maxOpen(parser.parseSlice(page.body).content);
  const blocks = content.firstChild?.isInline === true ? schema.node("paragraph", null, content) : content;
  const slice = Slice.maxOpen(schema.topNodeType.create(null, blocks).content);
  const arriving = { keepsId: () => false, hasFootnote: () => false, freshId: () => "fresh" };
  const arrived = arrivingSlice(slice, arriving).content;
  schema.topNodeType.create(null, arrived).check();
  return writeMarkdown({ type: "doc", content: arrived.toJSON() as Json[] });
}

test.each(["libreoffice", "google-docs", "word", "web-page", "hostile"])(
  "%s becomes what the file beside it says",
  async (name) => {
    const html = readFileSync(`${FIXTURES}/${name}.html`, "utf8");
    await expect(`${pasted(html)}\n`).toMatchFileSnapshot(`../../../${FIXTURES}/${name}.pasted.md`);
  },
);

describe("text", () => {
  test.each([
    ["<div>a</div><div><br></div><div>b</div>", "a\n\nb"],
    ["<p>a<br>b<br></p>", "a\\\nb"],
    ["a&nbsp; b&nbsp;<b>c</b> 10&nbsp;km", "a b **c** 10\u00a0km"],
    ["<p>&nbsp;</p><p>a</p><p>\u200b</p>", "a"],
    ["<h6>deep</h6><p>a</p>", "#### deep\n\na"],
    ["<center>middle</center>", "middle"],
    ["<p align='right'>a</p><p style='text-align:start'>b</p>", '<div align="right">\n\na\n\n</div>\n\nb'],
    ["<b style='font-weight:normal'>a <b>b</b></b>", "a **b**"],
    ["<p>a <span style='font-weight:600;font-style:italic'>b</span></p>", "a **_b_**"],
    ["<a href='http://a.example'><span style='text-decoration:underline'>x</span></a>", "[x](http://a.example)"],
    ["<p><font color=red>a</font><small>b</small><tt>c</tt></p>", "ab`c`"],
    [
      '<p>a <span class="text-color" data-color="red">b</span> <mark data-color="green">c</mark></p>',
      'a <span data-color="red">b</span> <mark data-color="green">c</mark>',
    ],
    ["<p>a<!-- b --><o:p></o:p></p><style>p{}</style>", "a"],
    ["<p>a <span style='display:none'>b</span></p>", "a"],
  ])("%s", (html, markdown) => {
    expect(pasted(html)).toBe(markdown);
  });
});

describe("lists", () => {
  test.each([
    ["<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"],
    ["<li>a</li><li>b</li>", "- a\n- b"],
    ["<ul><li><div><p>a</p></div></li><li><h2>b</h2></li></ul>", "- a\n- b"],
    ["<ul><li>☐ a</li><li>☑ b</li></ul>", "- [ ] a\n- [x] b"],
    ["<ul><li>[ ] a</li><li>b</li></ul>", "- [ ] a\n\n<!-- -->\n\n- b"],
    ["<ol start='4'><li>a</li></ol>", "4. a"],
    ["<ul>a<li>b</li></ul>", "- a\n- b"],
  ])("%s", (html, markdown) => {
    expect(pasted(html)).toBe(markdown);
  });
});

describe("links and pictures", () => {
  const file = "0190a3c4-1111-7abc-8def-0123456789ab";
  test.each([
    ["<a href='javascript:alert(1)'>a</a>", "a"],
    ["<a name='x'>a</a> <a href='#y'>b</a> <a href='/z'>c</a>", "a b c"],
    ["<a href='mailto:a@b.example'>a</a>", "[a](mailto:a@b.example)"],
    ["<img src='https://a.example/x.png'>", "[Image](https://a.example/x.png)"],
    ["<a href='https://b.example'><img src='https://a.example/x.png' alt='x'></a>", "[x](https://b.example)"],
    ["<p>a <img class='emoji' alt='😀' src='https://a.example/e.png'></p>", "a 😀"],
    ["<p>a <img src='file:///c/x.png'> b</p>", "a b"],
    [`<img src='${location.origin}/documents/${file}/files/${file}?variant=web' alt='x'>`, `![x](file:${file})`],
    [`<figure data-file='${file}'><img alt='x'><figcaption>y</figcaption></figure>`, `![x](file:${file})\ny`],
  ])("%s", (html, markdown) => {
    expect(pasted(html)).toBe(markdown);
  });
});

test("what only holds blocks is none of those that are counted", () => {
  const page = new DOMParser().parseFromString("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><hr>", "text/html");
  expect(countBlocks(new PasteParser(schema, new Pictures()).parseSlice(page.body))).toBe(4);
});
