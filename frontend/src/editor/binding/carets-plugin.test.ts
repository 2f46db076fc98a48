// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";

import { at, closeAll, copyOf, open, sync, type, type Opened } from "./pages.testing";

let here: Opened;
let there: Opened;

beforeEach(() => {
  here = open();
  here.editor.commands.setContent("<p>one</p>");
  there = open(copyOf(here.doc));
});

afterEach(closeAll);

/** The text with a bar where somebody else's caret is drawn. */
async function drawn(): Promise<string> {
  await new Promise(requestAnimationFrame);
  const copy = here.editor.view.dom.cloneNode(true) as HTMLElement;
  for (const caret of copy.querySelectorAll(".caret")) caret.textContent = "|";
  return copy.textContent;
}

function tell(cursor: unknown): void {
  there.awareness.setLocalStateField("cursor", cursor);
  applyAwarenessUpdate(here.awareness, encodeAwarenessUpdate(there.awareness, [there.doc.clientID]), null);
}

/** Somebody writes at the end, and their caret comes before what it stands behind. */
function write(text: string): void {
  type(there.editor, there.editor.state.doc.content.size - 1, text);
  const line = at(there.body, 0).get(0) as Y.XmlText;
  const place = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(line, line.length, -1)) as unknown;
  tell({ anchor: place, head: place });
}

test("a caret that comes before its letter stays where it was until that is there", async () => {
  write("!");
  sync(there.doc, here.doc);
  expect(await drawn()).toBe("one!|");
  write("?");
  expect(await drawn()).toBe("one!|");
  sync(there.doc, here.doc);
  expect(await drawn()).toBe("one!?|");
});

test("a caret that was nowhere yet is drawn when its letter is there", async () => {
  write("!");
  expect(await drawn()).toBe("one");
  sync(there.doc, here.doc);
  expect(await drawn()).toBe("one!|");
});

test("who leaves the text, or the page, has no caret any more, and none of before when they come back", async () => {
  write("!");
  sync(there.doc, here.doc);
  tell(null);
  expect(await drawn()).toBe("one!");
  write("?");
  expect(await drawn()).toBe("one!");
  sync(there.doc, here.doc);
  expect(await drawn()).toBe("one!?|");
  there.awareness.setLocalState(null);
  applyAwarenessUpdate(here.awareness, encodeAwarenessUpdate(there.awareness, [there.doc.clientID]), null);
  expect(await drawn()).toBe("one!?");
  there.awareness.setLocalState({});
  write(".");
  expect(await drawn()).toBe("one!?");
});
