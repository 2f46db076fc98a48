import "fake-indexeddb/auto";

import { describe, expect, test } from "vitest";
import * as Y from "yjs";

import type { LiveDocument } from "./live-document";
import { LocalCopy } from "./local-copy";
import { NOWHERE, open, openSynced, type, until, useStage, waiting } from "./stage.testing";
import { tabOf } from "./tabs";

const stage = useStage();

function copyName(): string {
  return `scriptorium:${stage.user}:d1:g1`;
}

/** Leaves edits in the browser as a tab does that was killed. */
async function leftByDeadTab(text: string): Promise<void> {
  const doc = new Y.Doc();
  doc.getText("title").insert(0, text);
  const update = Y.encodeStateAsUpdate(doc);
  await stage.database.addEdit({ key: "dead:000000001", title: "", copy: copyName(), at: 1, update });
}

/** When what was typed is in the browser's list of edits. */
async function listed(live: LiveDocument): Promise<void> {
  let found = 0;
  await until(() => {
    void stage.database.editsOf(copyName()).then((edits) => (found = edits.length));
    return found >= waiting(live);
  });
}

describe("two tabs of one user on one document", () => {
  test("each count their own edits", async () => {
    const first = await open(stage, { url: NOWHERE });
    type(first, "abc");
    await listed(first);
    const second = await open(stage, { url: NOWHERE });
    expect(waiting(second)).toBe(0);
    type(second, "d");
    expect([waiting(first), waiting(second)]).toEqual([3, 1]);
  });

  test("take over what a third one left when it died", async () => {
    await leftByDeadTab("abc");
    const first = await open(stage, { url: NOWHERE });
    expect(waiting(first)).toBe(1);
  });

  test("a tab that dies leaves its edits to the other, which sends them", async () => {
    const dying = await open(stage, { url: NOWHERE });
    type(dying, "abc");
    await listed(dying);
    const other = await openSynced(stage);
    stage.server.acknowledges = false;
    await dying.close();
    await until(() => waiting(other) === 3);
    stage.server.acknowledge();
    await until(() => waiting(other) === 0);
    expect(stage.server.text()).toBe("abc");
  });

  test("set aside once what both took over", async () => {
    await leftByDeadTab("late");
    stage.server.acknowledges = false;
    const tabs = [await openSynced(stage), await openSynced(stage)];
    expect(tabs.map(waiting)).toEqual([1, 1]);
    stage.server.close(4404);
    await until(() => tabs.every(({ asides, ending }) => asides.length === 1 && ending !== null));
    expect(await stage.database.asideOf(stage.user, "d1")).toHaveLength(1);
  });

  test("without locks a tab takes over everything, rather than nothing", async () => {
    const first = await open(stage, { url: NOWHERE, locks: null });
    type(first, "abc");
    await listed(first);
    expect(waiting(await open(stage, { url: NOWHERE, locks: null }))).toBe(3);
  });

  test("when one erases the copy, the other stores all that it has again", async () => {
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    const copies = docs.map((doc) => new LocalCopy(copyName(), doc));
    for (const copy of copies) await copy.loaded();
    docs[1].getText("title").insert(0, "kept");
    await copies[0]!.erase();
    docs[1].getText("title").insert(4, "!");
    await untilStored("kept!");
    await copies[1]!.close();
  });
});

async function untilStored(text: string): Promise<void> {
  let found = "";
  await until(() => {
    void storedText().then((stored) => (found = stored));
    return found === text;
  });
}

async function storedText(): Promise<string> {
  const doc = new Y.Doc();
  const copy = new LocalCopy(copyName(), doc);
  await copy.loaded();
  await copy.close();
  return doc.getText("title").toJSON();
}

test("an edit's key names its tab", () => {
  expect(tabOf("0b7c:000000012")).toBe("0b7c");
});
