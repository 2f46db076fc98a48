import "fake-indexeddb/auto";

import { describe, expect, test } from "vitest";
import * as Y from "yjs";

import { endingOf, NOWHERE, open, openSynced, type, until, useStage, waiting } from "./stage.testing";
import { SyncServer } from "./sync-server.testing";

const stage = useStage();

describe("what is saved", () => {
  test("an edit waits until the server acknowledges it", async () => {
    const live = await openSynced(stage);
    stage.server.acknowledges = false;
    type(live, "abc");
    expect(waiting(live)).toBe(3);
    await until(() => stage.server.text() === "abc");
    expect(waiting(live)).toBe(3);
    stage.server.acknowledge();
    await until(() => waiting(live) === 0);
  });

  test("the acknowledged prefix frees just the edits in it", async () => {
    const live = await openSynced(stage);
    stage.server.acknowledges = false;
    type(live, "ab");
    await until(() => stage.server.text() === "ab");
    stage.server.acknowledge();
    type(live, "c");
    await until(() => waiting(live) === 1);
  });

  test("the socket asks for acknowledgements and names schema, generation and user", async () => {
    await openSynced(stage);
    expect(stage.server.urls[0]).toBe(`/ws/documents/d1?acks=1&schema=1&generation=g1&user=${stage.user}`);
  });

  test("edits made while the line is down arrive with the next connection", async () => {
    const live = await openSynced(stage);
    stage.server.close(1012);
    await until(() => live.session!.linkState === "waiting");
    type(live, "offline");
    expect(waiting(live)).toBe(7);
    live.session!.connectSooner();
    await until(() => stage.server.text() === "offline" && waiting(live) === 0);
  });

  test("the number of waiting edits is true after a reload", async () => {
    const live = await openSynced(stage);
    stage.server.acknowledges = false;
    type(live, "abcd");
    await until(() => stage.server.text() === "abcd");
    await live.close();
    const { port, url } = stage.server;
    await stage.server.stop();
    const again = await open(stage, { url });
    expect(again.session!.title.toJSON()).toBe("abcd");
    expect(waiting(again)).toBe(4);
    expect(again.session!.complete).toBe(true);
    stage.server = await SyncServer.start(port);
    again.session!.connectSooner();
    await until(() => stage.server.text() === "abcd" && waiting(again) === 0);
    expect(await stage.database.editsOf(`scriptorium:${stage.user}:d1:g1`)).toEqual([]);
  });

  test("an edit that only its own record holds is not lost", async () => {
    const doc = new Y.Doc();
    doc.getText("title").insert(0, "rescued");
    const copy = `scriptorium:${stage.user}:d1:g1`;
    await stage.database.addEdit({ key: "t:1", title: "", copy, at: 1, update: Y.encodeStateAsUpdate(doc) });
    const live = await open(stage);
    expect(live.session!.title.toJSON()).toBe("rescued");
    await until(() => stage.server.text() === "rescued" && waiting(live) === 0);
  });

  test("an edit that only the local copy holds is saved before anything is called saved", async () => {
    const offline = await open(stage, { url: NOWHERE });
    type(offline, "unlisted");
    await offline.close();
    const copy = `scriptorium:${stage.user}:d1:g1`;
    await stage.database.removeEdits((await stage.database.editsOf(copy)).map(({ key }) => key));
    stage.server.acknowledges = false;
    const live = await openSynced(stage);
    await until(() => stage.server.text() === "unlisted");
    expect(waiting(live)).toBe(0);
    expect(live.session!.ledger.confirmed).toBe(false);
    stage.server.acknowledge();
    await until(() => live.session!.ledger.confirmed);
  });

  test("every connection is confirmed anew", async () => {
    const live = await openSynced(stage);
    await until(() => live.session!.ledger.confirmed);
    stage.server.acknowledges = false;
    stage.server.close(1012);
    await until(() => live.session!.linkState === "waiting");
    live.session!.connectSooner();
    await until(() => live.session!.linkState === "synced");
    expect(live.session!.ledger.confirmed).toBe(false);
    await until(() => stage.server.frames === 2);
    stage.server.acknowledge();
    await until(() => live.session!.ledger.confirmed);
  });

  test("another user's copy is never opened", async () => {
    const live = await openSynced(stage);
    type(live, "mine");
    await until(() => waiting(live) === 0);
    await live.close();
    const other = await open(stage, {
      name: { user: "somebody else", document: "d1", generation: "g1" },
      url: NOWHERE,
    });
    expect(other.session!.title.toJSON()).toBe("");
    expect(other.session!.complete).toBe(false);
  });
});

describe("what ends a document", () => {
  test("a refusal sets the edits aside and opens a fresh Doc", async () => {
    const live = await openSynced(stage);
    type(live, "good");
    await until(() => waiting(live) === 0);
    const before = live.session!.doc.clientID;
    stage.server.refusal = "schema";
    type(live, "!");
    await until(() => live.asides.length === 1 && live.session?.linkState === "synced");
    expect(live.asides[0]).toMatchObject({ reason: "schema", edits: 1, written: "!", text: "good!\n" });
    expect(live.session!.doc.clientID).not.toBe(before);
    expect(live.session!.title.toJSON()).toBe("good");
    expect(stage.server.text()).toBe("good");
    expect(waiting(live)).toBe(0);
    expect(await stage.database.asideOf(stage.user, "d1")).toHaveLength(1);
  });

  test("after a refusal the local copy no longer has the refused edit", async () => {
    const live = await openSynced(stage);
    stage.server.refusal = "malformed";
    type(live, "bad");
    await until(() => live.asides.length === 1 && live.session?.linkState === "synced");
    await live.close();
    const again = await open(stage);
    expect(again.session!.title.toJSON()).toBe("");
    expect(again.asides).toHaveLength(1);
    await again.discard(again.asides[0]!.id);
    expect(await stage.database.asideOf(stage.user, "d1")).toEqual([]);
  });

  test.each(["schema", "read-only"])("what is half typed at a %s refusal is set aside too", async (code) => {
    const live = await openSynced(stage);
    const refused = live.session!;
    let handedOver = false;
    live.on("changed", () => {
      if (live.writable || handedOver) return;
      handedOver = true;
      refused.title.insert(1, "?");
    });
    stage.server.refusal = code;
    type(live, "!");
    await until(() => live.asides.length === 1 && live.session?.linkState === "synced");
    expect(live.asides[0]).toMatchObject({ reason: code, edits: 2, written: "!?" });
    expect(waiting(live)).toBe(0);
  });

  test("between a refused Doc and the next nothing is writable, and nothing counts", async () => {
    const live = await openSynced(stage);
    const refused = live.session!;
    const writable: boolean[] = [];
    live.once("aside", () => {
      writable.push(live.writable);
      refused.title.insert(1, "later");
    });
    stage.server.refusal = "schema";
    type(live, "!");
    await until(() => live.session !== refused && live.writable);
    expect(writable).toEqual([false]);
    expect(live.asides).toHaveLength(1);
    expect(live.session!.title.toJSON()).toBe("");
    expect(waiting(live)).toBe(0);
    expect(await stage.database.editsOf(`scriptorium:${stage.user}:d1:g1`)).toEqual([]);
  });

  test("one refusal after the other ends in asking for a reload", async () => {
    const live = await openSynced(stage);
    const ended = endingOf(live);
    for (let round = 1; round <= 4; round += 1) {
      stage.server.refusal = "schema";
      type(live, "x");
      await until(() => live.asides.length === round && (live.ending !== null || live.session?.linkState === "synced"));
    }
    expect(await ended).toEqual({ kind: "refused", code: "schema" });
  });

  test("signed out: the edits stay in the local copy", async () => {
    const live = await openSynced(stage);
    const ended = endingOf(live);
    stage.server.acknowledges = false;
    type(live, "kept");
    await until(() => stage.server.text() === "kept");
    stage.server.close(4401);
    expect(await ended).toEqual({ kind: "signed-out" });
    expect(waiting(live)).toBe(4);
    stage.server.acknowledges = true;
    const again = await open(stage);
    expect(again.session!.title.toJSON()).toBe("kept");
    await until(() => waiting(again) === 0);
  });

  test("a page that is too old writes no more, and its edits go up after the reload", async () => {
    const live = await openSynced(stage);
    const ended = endingOf(live);
    stage.server.refusal = "old-schema";
    type(live, "k");
    expect(await ended).toEqual({ kind: "old-page" });
    expect([live.writable, waiting(live), live.asides.length]).toEqual([false, 1, 0]);
    const again = await openSynced(stage, { schema: 2 });
    await until(() => waiting(again) === 0);
    expect(stage.server.text()).toBe("k");
  });

  test.each([
    [4404, "gone"],
    [4409, "another-generation"],
  ])("close code %i sets unsent edits aside and deletes the copy", async (code, kind) => {
    const live = await openSynced(stage);
    const ended = endingOf(live);
    stage.server.acknowledges = false;
    type(live, "unsent");
    await until(() => stage.server.text() === "unsent");
    stage.server.close(code);
    expect((await ended).kind).toBe(kind);
    expect(live.asides[0]).toMatchObject({ reason: kind, written: "unsent" });
    stage.server.doc.getText("title").delete(0, 6);
    const again = await open(stage, { url: NOWHERE });
    expect(again.session!.title.toJSON()).toBe("");
  });

  test.each([1011, 1012, 1013])("close code %i is tried again", async (code) => {
    const live = await openSynced(stage);
    stage.server.close(code);
    await until(() => stage.server.urls.length === 2 && live.session?.linkState === "synced");
    expect(live.ending).toBeNull();
  });

  test("a downgrade to viewer makes the document read-only at once and sets unsent edits aside", async () => {
    const live = await openSynced(stage);
    stage.server.acknowledges = false;
    const rights: boolean[] = [];
    live.on("rights", (mayWrite) => rights.push(mayWrite));
    type(live, "late");
    await until(() => stage.server.text() === "late");
    stage.server.tell({ type: "rights", role: 10, mayWrite: false });
    await until(() => !live.mayWrite);
    expect(rights).toEqual([false]);
    await until(() => live.asides.length === 1 && live.session?.linkState === "synced");
    expect(live.asides[0]).toMatchObject({ reason: "read-only", written: "late" });
    stage.server.tell({ type: "rights", role: 30, mayWrite: true });
    await until(() => live.mayWrite);
    expect(rights).toEqual([false, true]);
  });

  test("an edit that is refused because the right is gone makes the document read-only", async () => {
    const live = await openSynced(stage);
    stage.server.refusal = "read-only";
    type(live, "x");
    await until(() => live.asides.length === 1 && live.session?.linkState === "synced");
    expect(live.mayWrite).toBe(false);
    expect(live.ending).toBeNull();
  });

  test("unsent edits of an earlier generation are set aside, and not applied", async () => {
    const doc = new Y.Doc();
    doc.getText("title").insert(0, "from before");
    const copy = `scriptorium:${stage.user}:d1:g0`;
    await stage.database.addEdit({ key: "t:1", title: "", copy, at: 1, update: Y.encodeStateAsUpdate(doc) });
    const live = await openSynced(stage);
    expect(live.session!.title.toJSON()).toBe("");
    expect(live.asides[0]).toMatchObject({ reason: "another-generation", written: "from before" });
  });
});
