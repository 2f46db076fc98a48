import "fake-indexeddb/auto";

import { describe, expect, test } from "vitest";
import * as Y from "yjs";

import type { LiveDocumentOptions } from "./live-document";
import type { UploadResult } from "./outgoing";
import { NOWHERE, open, openSynced, type, until, useStage, waiting } from "./stage.testing";

const stage = useStage();

describe("what is too large for the socket", () => {
  function uploads(results: UploadResult[]): { upload: LiveDocumentOptions["upload"]; sent: Uint8Array[] } {
    const sent: Uint8Array[] = [];
    const upload = (update: Uint8Array): Promise<UploadResult> => {
      sent.push(update);
      const answer = results.shift() ?? { kind: "done" };
      if (answer.kind === "done") Y.applyUpdate(stage.server.doc, update);
      return Promise.resolve(answer);
    };
    return { upload, sent };
  }

  test("goes up by HTTP, and what is typed after it waits behind it", async () => {
    const { upload, sent } = uploads([{ kind: "retry" }]);
    const live = await openSynced(stage, { upload, bulkBytes: 1_000 });
    live.session!.title.insert(0, "x".repeat(5_000));
    type(live, "ab");
    expect(waiting(live)).toBe(3);
    await until(() => waiting(live) === 0);
    expect(stage.server.text()).toBe(`${"x".repeat(5_000)}ab`);
    expect(sent).toHaveLength(2);
    expect(stage.server.largestFrame).toBeLessThan(1_000);
  });

  test("also as the answer to the server's first question", async () => {
    const { upload } = uploads([]);
    const live = await open(stage, { upload, bulkBytes: 1_000, url: NOWHERE });
    live.session!.title.insert(0, "y".repeat(5_000));
    await live.close();
    const again = await openSynced(stage, { upload, bulkBytes: 1_000 });
    await until(() => waiting(again) === 0 && again.session!.ledger.confirmed);
    expect(stage.server.text()).toHaveLength(5_000);
    expect(stage.server.largestFrame).toBeLessThan(1_000);
  });

  test("a refused upload sets the edits aside", async () => {
    const { upload } = uploads([{ kind: "ended", ending: { kind: "refused", code: "too-large" } }]);
    const live = await openSynced(stage, { upload, bulkBytes: 1_000 });
    live.session!.title.insert(0, "z".repeat(5_000));
    await until(() => live.asides.length === 1);
    expect(live.asides[0]).toMatchObject({ reason: "too-large", edits: 1 });
  });
});
