// @vitest-environment happy-dom
import { getSchema } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import { describe, expect, test } from "vitest";

import { contentExtensions } from "../extensions";
import { blockAt, find, isKnown, outerBlockAt, type Spot } from "./movable";
import { addBelow, deleteBlock, duplicateBlock, fittedNode, gapBeyond, moveBlock } from "./moving";

const schema = getSchema(contentExtensions());
type Content = string | readonly Node[];

function make(name: string, content: Content = [], id: string | null = null): Node {
  const nodes = typeof content === "string" ? (content === "" ? [] : [schema.text(content)]) : content;
  return schema.node(name, id === null ? null : { id }, [...nodes]);
}

const p = (text: string, id: string | null = null): Node => make("paragraph", text, id);
const li = (text: string, ...more: Node[]): Node => make("listItem", [p(text), ...more]);
const task = (text: string): Node => make("taskItem", [p(text)]);
const ul = (...items: Node[]): Node => make("bulletList", items);
const tasks = (...items: Node[]): Node => make("taskList", items);
const quote = (...blocks: Node[]): Node => make("blockquote", blocks);
const doc = (...blocks: Node[]): Node => make("doc", blocks);

/** "ul(li(p(a)))" for short. */
function shown(node: Node): string {
  const names: Record<string, string> = {
    ...{ paragraph: "p", bulletList: "ul", listItem: "li", taskList: "tl", taskItem: "ti", blockquote: "q" },
    ...{ doc: "", heading: "h", horizontalRule: "hr", details: "d", detailsSummary: "s", detailsContent: "c" },
  };
  if (node.isText) return node.text ?? "";
  const inside = node.content.content.map(shown).join(node.isTextblock ? "" : " ");
  return node.type.name === "doc" ? inside : `${names[node.type.name] ?? node.type.name}(${inside})`;
}

function textAt(root: Node, text: string): number {
  let at = -1;
  root.descendants((node, pos) => {
    if (at < 0 && node.isText && node.text?.includes(text) === true) at = pos;
  });
  return at;
}

function spotOf(root: Node, text: string): Spot {
  return blockAt(root, textAt(root, text))!;
}

function after(root: Node, change: (transaction: Transaction) => void): string {
  const { tr } = EditorState.create({ doc: root });
  change(tr);
  tr.doc.check();
  return shown(tr.doc);
}

function step(root: Node, text: string, direction: "up" | "down"): string {
  const spot = spotOf(root, text);
  const gap = gapBeyond(root, spot, direction);
  return after(root, (tr) => {
    if (gap !== null) moveBlock(tr, spot, gap);
  });
}

const toggle = make("details", [make("detailsSummary", "head"), make("detailsContent", [p("in"), p("side")])]);

describe("the block that is meant", () => {
  test.each([
    ["a paragraph", doc(p("x")), "paragraph"],
    ["an item by its first line", doc(ul(li("x"))), "listItem"],
    ["a block further down in an item", doc(ul(li("a", p("x")))), "paragraph"],
    ["a nested item", doc(ul(li("a", ul(li("x"))))), "listItem"],
    ["a frame with its only block", doc(quote(p("x"))), "blockquote"],
    ["one of several in a frame", doc(quote(p("x"), p("b"))), "paragraph"],
    ["a toggle by its summary", doc(make("details", [make("detailsSummary", "x"), toggle.child(1)])), "details"],
    ["a table by its cells", doc(make("table", [make("tableRow", [make("tableCell", [p("x")])])])), "table"],
  ])("%s", (_name, root, type) => {
    expect(spotOf(root, "x").node.type.name).toBe(type);
  });

  test("a divider is met at its own place, and the outermost is met from beside the text", () => {
    const root = doc(p("a"), make("horizontalRule"), ul(li("b", ul(li("c")))));
    expect(blockAt(root, 3)?.node.type.name).toBe("horizontalRule");
    expect(outerBlockAt(root, textAt(root, "c"))?.node).toBe(root.child(2).child(0));
  });
});

describe("one step with the keyboard", () => {
  test.each<[string, Node, "up" | "down", string]>([
    ["past a neighbour", doc(p("a"), p("x")), "up", "p(x) p(a)"],
    ["not beyond the end", doc(p("a"), p("x")), "down", "p(a) p(x)"],
    ["past another item", doc(ul(li("a"), li("x"))), "up", "ul(li(p(x)) li(p(a)))"],
    ["out of the list", doc(p("a"), ul(li("x"), li("b"))), "up", "ul(li(p(x))) p(a) ul(li(p(b)))"],
    ["out of a list that goes with it", doc(p("a"), ul(li("x"))), "up", "ul(li(p(x))) p(a)"],
    ["out of a nested list", doc(ul(li("a", ul(li("x"), li("b"))))), "up", "ul(li(p(x)) li(p(a) ul(li(p(b)))))"],
    ["out below a nested list", doc(ul(li("a", ul(li("x"))), li("b"))), "down", "ul(li(p(a)) li(p(x)) li(p(b)))"],
    ["into the next list", doc(tasks(task("a")), ul(li("x"))), "up", "tl(ti(p(x)) ti(p(a)))"],
    ["out of a quote", doc(p("a"), quote(p("x"), p("b"))), "up", "p(a) p(x) q(p(b))"],
    ["a quote as a whole", doc(p("a"), quote(p("x"))), "up", "q(p(x)) p(a)"],
    ["out of an item as an item", doc(ul(li("a", p("x")))), "up", "ul(li(p(x)) li(p(a)))"],
    [
      "out of a toggle",
      doc(make("details", [toggle.child(0), make("detailsContent", [p("x")])])),
      "up",
      "p(x) d(s(head) c(p()))",
    ],
  ])("%s", (_name, root, direction, expected) => {
    expect(step(root, "x", direction)).toBe(expected);
  });

  test("the very same node arrives, with the caret where it was in it", () => {
    const root = doc(p("a"), p("moved", "id1"));
    const spot = spotOf(root, "moved");
    const { tr } = EditorState.create({ doc: root });
    tr.setSelection(TextSelection.create(root, spot.pos + 3));
    expect(moveBlock(tr, spot, 0)).toBe(true);
    expect(tr.doc.child(0)).toBe(root.child(1));
    expect(tr.selection.from).toBe(3);
  });
});

describe("a place that fits", () => {
  test("never inside itself", () => {
    const root = doc(ul(li("x", ul(li("b")))), p("c"));
    const spot = spotOf(root, "x");
    expect(fittedNode(root, spot, textAt(root, "b") - 2)).toBeNull();
  });

  test("a paragraph becomes an item between items, a heading cannot", () => {
    const root = doc(ul(li("a"), li("b")), p("x"), make("heading", "y"));
    const gap = 1 + root.child(0).child(0).nodeSize;
    expect(fittedNode(root, spotOf(root, "x"), gap)?.type.name).toBe("listItem");
    expect(fittedNode(root, spotOf(root, "y"), gap)).toBeNull();
  });

  test("nothing goes in front of an item's first line", () => {
    const root = doc(ul(li("a")), p("x"));
    expect(fittedNode(root, spotOf(root, "x"), 2)).toBeNull();
  });

  test("not before a toggle's summary", () => {
    const root = doc(toggle, p("x"));
    expect(fittedNode(root, spotOf(root, "x"), 1)).toBeNull();
  });
});

describe("the other things of the menu", () => {
  test("a duplicate has no ids of the first", () => {
    const root = doc(make("bulletList", [make("listItem", [p("x", "in")], "item")], "list"));
    const { tr } = EditorState.create({ doc: root });
    duplicateBlock(tr, spotOf(root, "x"));
    expect(shown(tr.doc)).toBe("ul(li(p(x)) li(p(x)))");
    const copy = tr.doc.child(0).child(1);
    expect([copy.attrs["id"], copy.child(0).attrs["id"]]).toEqual([null, null]);
    expect(tr.doc.child(0).child(0)).toBe(root.child(0).child(0));
  });

  test.each([
    ["the last block leaves an empty paragraph", doc(p("x")), "p()"],
    ["an only item takes its list along", doc(ul(li("x")), p("a")), "p(a)"],
    ["one of two in a quote", doc(quote(p("x"), p("b"))), "q(p(b))"],
    ["the last one in a document's only list", doc(ul(li("x"))), "p()"],
  ])("delete: %s", (_name, root, expected) => {
    expect(
      after(root, (tr) => {
        deleteBlock(tr, spotOf(root, "x"));
      }),
    ).toBe(expected);
  });

  test("a block is added below: an item below an item, none below an empty line", () => {
    const add = (root: Node, spot: Spot): string =>
      after(root, (tr) => {
        addBelow(tr, spot);
        tr.insertText("/");
      });
    const list = doc(ul(li("x")));
    expect(add(list, spotOf(list, "x"))).toBe("ul(li(p(x)) li(p(/)))");
    const empty = doc(p(""), p("a"));
    expect(add(empty, { pos: 0, node: empty.child(0) })).toBe("p(/) p(a)");
  });
});

test("a block is found again by itself, and by its id when it was written in", () => {
  const moved = p("x", "id1");
  const root = doc(p("a"), p("b"), p("xy", "id1"));
  expect(find(root, { pos: 0, node: moved })?.pos).toBe(6);
  expect(find(root, { pos: 0, node: root.child(1) })?.pos).toBe(3);
  expect(find(root, { pos: 0, node: p("gone", "id2") })).toBeNull();
});

test("what isn't known here is left alone", () => {
  expect(isKnown(quote(p("x")))).toBe(true);
  const { unknownBlock } = schema.nodes;
  if (unknownBlock !== undefined) expect(isKnown(unknownBlock.create())).toBe(false);
});
