// @vitest-environment happy-dom
import type { Node } from "@tiptap/pm/model";
import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";

import { chanceOf, Maker, seeds } from "./documents.testing";
import { at, block, closeAll, copyOf, open, sync, type } from "./pages.testing";

afterEach(closeAll);

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

test("what somebody else writes at the ends of a selection stays outside", () => {
  const here = open();
  here.editor.commands.setContent("<p>hello world there</p>");
  const there = open(copyOf(here.doc));
  here.editor.commands.setTextSelection({ from: 7, to: 12 });
  type(there.editor, 12, "X");
  type(there.editor, 7, "big ");
  sync(there.doc, here.doc);
  const { from, to } = here.editor.state.selection;
  expect(here.editor.state.doc.textBetween(from, to)).toBe("world");
});

test("of two blocks with one id, one has it, and the other gets its own when it is changed", () => {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment("default");
  body.insert(0, [block("paragraph", "one", { id: "same" }), block("paragraph", "two", { id: "same" })]);
  const { editor } = open(doc);
  expect(editor.state.doc.children.map(({ attrs }) => attrs["id"] as unknown)).toEqual(["same", null]);
  type(editor, editor.state.doc.content.size - 1, "!");
  const id = at(body, 1).getAttribute("id");
  expect(id).not.toBe("same");
  expect(editor.state.doc.child(1).attrs["id"]).toBe(id);
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
      closeAll();
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 30) },
  );
});

/** Without ids: of two blocks with one id, pages may show it at either. */
function shown(node: Node): unknown {
  return JSON.parse(
    JSON.stringify(node.toJSON(), (name, value: unknown) => (name === "key" || name === "id" ? null : value)),
  );
}
