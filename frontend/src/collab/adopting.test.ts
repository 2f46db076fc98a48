import "fake-indexeddb/auto";

import { expect, test } from "vitest";
import * as Y from "yjs";

import type { SetAside } from "./database";
import { open, openSynced, until, useStage, waiting } from "./stage.testing";

const stage = useStage();

async function setAside(): Promise<SetAside> {
  const aside: SetAside = {
    ...{ id: "guest:g:d1", user: stage.user, document: "d1", title: "", at: 1, reason: "guest", edits: 1 },
    ...{ written: "Theirs", text: "", update: new Uint8Array() },
  };
  await stage.database.setAside(aside, []);
  return aside;
}

/** What adds the text, under a client id of its own. */
function addition(): Uint8Array {
  const doc = new Y.Doc();
  doc.getText("title").insert(0, "Theirs");
  return Y.encodeStateAsUpdate(doc);
}

test("what was set aside becomes an edit, which waits until the server has it", async () => {
  const aside = await setAside();
  const live = await openSynced(stage);
  stage.server.acknowledges = false;
  const update = addition();
  expect(
    await live.adopt(aside, update, () => {
      Y.applyUpdate(live.session!.doc, update);
    }),
  ).toBe(true);
  expect([live.asides, waiting(live)]).toEqual([[], 1]);
  await until(() => stage.server.text() === "Theirs");
  expect([await stage.database.asideOf(stage.user, "d1"), waiting(live)]).toEqual([[], 1]);
  stage.server.acknowledge();
  await until(() => waiting(live) === 0);
  expect(await stage.database.editsOfUser(stage.user)).toEqual([]);
});

test("a browser that dies in the middle of it has it in the document the next time, once", async () => {
  const aside = await setAside();
  const live = await openSynced(stage);
  const dying = live.adopt(aside, addition(), () => {
    throw new Error("The browser dies.");
  });
  await expect(dying).rejects.toThrow("The browser dies.");
  await live.close();
  expect(stage.server.text()).toBe("");
  const again = await openSynced(stage);
  await until(() => stage.server.text() === "Theirs" && waiting(again) === 0);
  expect(again.asides).toEqual([]);
  await again.close();
  expect((await open(stage)).session!.title.toJSON()).toBe("Theirs");
});

test("two pages that add it at once add it once", async () => {
  const aside = await setAside();
  const [one, other] = [await openSynced(stage), await openSynced(stage)];
  const both = [one, other].map((live) => {
    const update = addition();
    return live.adopt(aside, update, () => {
      Y.applyUpdate(live.session!.doc, update);
    });
  });
  expect((await Promise.all(both)).sort()).toEqual([false, true]);
  await until(() => stage.server.text() === "Theirs" && waiting(one) + waiting(other) === 0);
  expect([one.asides, other.asides]).toEqual([[], []]);
});

test("a browser that keeps nothing adds what it has in hand", async () => {
  const aside = await setAside();
  const live = await openSynced(stage, { database: null });
  await live.restore(aside);
  const update = addition();
  const add = (): Promise<boolean> =>
    live.adopt(aside, update, () => {
      Y.applyUpdate(live.session!.doc, update);
    });
  expect([await add(), await add()]).toEqual([true, false]);
  await until(() => stage.server.text() === "Theirs" && waiting(live) === 0);
});
