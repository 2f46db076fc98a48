import "fake-indexeddb/auto";

import { describe, expect, test } from "vitest";

import { openSynced, type, until, useStage, waiting } from "./stage.testing";

const stage = useStage();

describe("a reader's page", () => {
  test("sends nothing of what Yjs changes by itself, and waits for nothing", async () => {
    const live = await openSynced(stage, { mayWrite: false, role: 10 });
    // As when Yjs tidies formatting marks up: a transaction of this page, by nobody.
    live.session!.doc.transact(() => {
      live.session!.title.insert(0, "tidied");
    });
    stage.server.close(1012);
    await until(() => live.session!.linkState === "waiting");
    live.session!.connectSooner();
    await until(() => live.session!.linkState === "synced" && stage.server.urls.length === 2);
    expect(waiting(live)).toBe(0);
    expect(stage.server.frames).toBe(0);
    expect(stage.server.text()).toBe("");
  });

  test("sends what is written once its reader may write", async () => {
    const live = await openSynced(stage, { mayWrite: false, role: 10 });
    stage.server.tell({ type: "rights", role: 30, mayWrite: true });
    await until(() => live.mayWrite);
    type(live, "ab");
    await until(() => stage.server.text() === "ab" && waiting(live) === 0);
    expect(live.session!.ledger.confirmed).toBe(true);
  });
});
