// @vitest-environment happy-dom
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";

import { additionOf, applyAddition } from "./adding";
import { block, closeAll, copyOf, markup, open, sync, type Opened } from "./pages.testing";

afterEach(closeAll);

/** A document of two paragraphs, and a guest's page of it. */
function opened(): { page: Opened; guest: Opened; title: Y.Text } {
  const doc = new Y.Doc();
  doc.getText("title").insert(0, "Plan");
  const blocks = [block("paragraph", "First line", { id: "a" }), block("paragraph", "Second line", { id: "b" })];
  doc.getXmlFragment("default").insert(0, blocks);
  return { page: open(doc), guest: open(copyOf(doc)), title: doc.getText("title") };
}

function addUpdate({ editor, doc }: Opened, title: Y.Text, update: Uint8Array): string {
  const addition = additionOf(editor, title, update);
  if (typeof addition === "string") return addition;
  applyAddition(editor, doc, addition);
  return "added";
}

/** What the guest writes, as it is kept: its edits merged. */
function written({ doc }: Opened, act: () => void): Uint8Array {
  const edits: Uint8Array[] = [];
  const note = (update: Uint8Array): unknown => edits.push(update);
  doc.on("update", note);
  act();
  doc.off("update", note);
  return Y.mergeUpdates(edits);
}

test("what a guest wrote stands where it was written, as this person's own edit", () => {
  const { page, guest, title } = opened();
  const update = written(guest, () => {
    guest.editor.commands.insertContentAt(6, " new");
    guest.editor.commands.insertContentAt(guest.editor.state.doc.content.size, "<h2>More <strong>text</strong></h2>");
    guest.editor.commands.deleteRange({ from: 17, to: 23 });
    guest.doc.getText("title").insert(4, " B");
  });
  page.editor.commands.insertContentAt(11, " of theirs");
  expect(addUpdate(page, title, update)).toBe("added");
  expect(page.editor.state.doc.children.map(({ textContent }) => textContent)).toEqual([
    "First new line of theirs",
    guest.editor.state.doc.child(1).textContent,
    "More text",
  ]);
  expect(page.editor.getHTML()).toContain("<strong>text</strong>");
  expect(title.toJSON()).toBe("Plan B");
  expect([...page.doc.store.clients.keys()]).not.toContain(guest.doc.clientID);
  const there = open(copyOf(page.doc));
  expect(markup(there.body)).toBe(markup(page.body));
});

test("undo takes all of it back", () => {
  const { page, guest, title } = opened();
  const before = markup(page.body);
  const update = written(guest, () => guest.editor.commands.insertContentAt(6, " new"));
  addUpdate(page, title, update);
  expect(markup(page.body)).not.toBe(before);
  page.editor.commands.undo();
  expect(markup(page.body)).toBe(before);
});

test("what the document has already isn't written again, and what it lacks is", () => {
  const { page, guest, title } = opened();
  const first = written(guest, () => guest.editor.commands.insertContentAt(6, " new"));
  sync(guest.doc, page.doc);
  expect(addUpdate(page, title, first)).toBe("there");
  const second = written(guest, () => guest.editor.commands.insertContentAt(1, "Now: "));
  expect(addUpdate(page, title, Y.mergeUpdates([first, second]))).toBe("added");
  expect(page.editor.state.doc.firstChild?.textContent).toBe("Now: First new line");
});

test("where its place is gone, or needs what isn't here, nothing is done", () => {
  const { page, guest, title } = opened();
  const needed = written(guest, () => guest.editor.commands.insertContentAt(6, " new"));
  const rest = written(guest, () => guest.editor.commands.insertContentAt(8, "er"));
  page.editor.commands.deleteRange({ from: 0, to: 12 });
  const before = markup(page.body);
  expect(addUpdate(page, title, Y.mergeUpdates([needed, rest]))).toBe("nowhere");
  expect(addUpdate(page, title, rest)).toBe("nowhere");
  expect(markup(page.body)).toBe(before);
});

test("what the guest took out again isn't missed", () => {
  const { page, guest, title } = opened();
  const update = written(guest, () => {
    guest.editor.commands.insertContentAt(6, "xyz");
    guest.editor.commands.deleteRange({ from: 7, to: 9 });
  });
  expect(addUpdate(page, title, update)).toBe("added");
  expect(page.editor.state.doc.firstChild?.textContent).toBe("Firstx line");
});

test("beside what can't be shown nothing is written", () => {
  const { page, guest, title } = opened();
  page.body.insert(0, [block("ofALaterVersion", "secret")]);
  const before = markup(page.body);
  const update = written(guest, () => guest.editor.commands.insertContentAt(6, " new"));
  expect(addUpdate(page, title, update)).toBe("nowhere");
  expect(markup(page.body)).toBe(before);
});

test("an addition that is applied and sent once more changes nothing", () => {
  const { page, guest, title } = opened();
  const update = written(guest, () => guest.editor.commands.insertContentAt(6, "<h2>New</h2>"));
  const addition = additionOf(page.editor, title, update) as Uint8Array;
  const there = open(copyOf(page.doc));
  applyAddition(page.editor, page.doc, addition);
  const after = markup(page.body);
  expect(after).toContain("New");
  applyAddition(page.editor, page.doc, addition);
  expect(markup(page.body)).toBe(after);
  // The browser has died after the server had it, and sends what it has stored again.
  Y.applyUpdate(there.doc, addition);
  sync(page.doc, there.doc);
  expect([markup(page.body), markup(there.body)]).toEqual([after, after]);
  page.editor.commands.undo();
  expect(markup(page.body)).not.toContain("New");
});
