// @vitest-environment happy-dom
import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test } from "vitest";
import * as Y from "yjs";

import { copyKey, Database, type SetAside } from "../collab/database";
import { element } from "../lib/element";
import { LeftBehindView } from "./left-behind";

const LONG_AGO = Date.UTC(2026, 0, 5, 12);
let database: Database;
let user = "";
let users = 0;

beforeEach(async () => {
  users += 1;
  user = `u${users}`;
  database = await Database.open();
  document.body.replaceChildren(
    element("section", { id: "left-behind", hidden: true }),
    element("div", { id: "toasts" }),
    element("dialog", { id: "aside" }, element("div", { id: "aside-body" })),
  );
});

afterEach(() => {
  database.close();
});

async function show(path = "/"): Promise<HTMLElement> {
  const section = document.getElementById("left-behind")!;
  section.dataset["user"] = user;
  await new LeftBehindView(section, database, path, null).refresh();
  return section;
}

function setAside(fields: Partial<SetAside>): Promise<void> {
  const one: SetAside = {
    ...{ id: crypto.randomUUID(), user, document: "d1", title: "Plans", at: LONG_AGO, reason: "gone" },
    ...{ edits: 2, written: "Too late.", text: "", update: new Uint8Array() },
    ...fields,
  };
  return database.setAside(one, []);
}

async function wait(
  text: string,
  fields: { user?: string; document?: string; title?: string; at?: number } = {},
): Promise<void> {
  const { document = "d1", title = "Plans", at = LONG_AGO } = fields;
  const doc = new Y.Doc();
  doc.getText("title").insert(0, text);
  const copy = copyKey({ user: fields.user ?? user, document, generation: "g1" });
  await database.addEdit({ key: crypto.randomUUID(), at, copy, title, update: Y.encodeStateAsUpdate(doc) });
}

function panel(): string[] {
  return [...document.querySelectorAll("#aside-body h3, #aside-body pre")].map((one) => one.textContent);
}

function press(name: string): void {
  [...document.querySelectorAll("button")].find((button) => button.textContent === name)!.click();
}

function shownNotices(section: HTMLElement): string[] {
  return [...section.children]
    .filter((one) => !(one as HTMLElement).hidden)
    .map((one) => one.textContent.replace(one.querySelector("time")?.textContent ?? "", ""));
}

test("with nothing left behind, nothing is said", async () => {
  await setAside({ user: `${user}0` });
  await wait("Theirs", { user: `${user}0` });
  const section = await show();
  expect(section.hidden).toBe(true);
  expect(panel()).toEqual([]);
});

test("text that was set aside is listed by document, the latest first", async () => {
  await setAside({ written: "One", at: LONG_AGO });
  await setAside({ written: "Two", at: LONG_AGO + 1, document: "d2", title: " " });
  await setAside({ written: "Three", at: LONG_AGO + 2 });
  const section = await show();
  expect(section.hidden).toBe(false);
  expect(shownNotices(section)).toEqual(["Some of your text was not accepted in 2 documents.Show my text"]);
  expect(panel()).toEqual(["Plans", "Three", "One", "Untitled", "Two"]);
});

test("text that is discarded goes, and comes back by undo", async () => {
  await setAside({});
  const section = await show();
  press("Discard");
  await expect.poll(() => section.hidden).toBe(true);
  await expect.poll(() => document.querySelectorAll(".toast").length).toBe(1);
  expect(await database.asideOfUser(user)).toEqual([]);
  press("Undo");
  await expect.poll(() => section.hidden).toBe(false);
  expect(panel()).toEqual(["Plans", "Too late."]);
  expect(document.querySelectorAll(".toast").length).toBe(0);
});

test("edits that wait are named with their document, but not those on their way", async () => {
  await wait("a");
  await wait("b", { title: "Plans for May", at: LONG_AGO + 1 });
  await wait("c", { document: "d2", title: "", at: LONG_AGO + 2 });
  await wait("d", { document: "d3", at: Date.now() });
  const section = await show();
  expect(shownNotices(section)).toEqual([
    "2 edits in “Plans for May” wait in this browser.Open it to send them",
    "1 edit in “Untitled” waits in this browser.Open it to send it",
  ]);
  expect([...section.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual([
    "/documents/d1/",
    "/documents/d2/",
  ]);
});

test("where the document is closed to the user, the edits that wait for it can be read, discarded and kept", async () => {
  await wait("Written offline");
  const section = await show("/documents/d1/");
  expect(shownNotices(section)).toEqual(["Some of your text was not accepted in 1 document.Show my text"]);
  expect(panel()).toEqual(["Plans", "Written offline"]);
  press("Discard");
  await expect.poll(() => section.hidden).toBe(true);
  expect(await database.editsOfUser(user)).toEqual([]);
  await expect.poll(() => document.querySelectorAll(".toast").length).toBe(1);
  press("Undo");
  await expect.poll(() => section.hidden).toBe(false);
  expect((await database.editsOfUser(user)).length).toBe(1);
});
