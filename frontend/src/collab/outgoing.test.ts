import { expect, test, vi } from "vitest";

import type { SyncFrame } from "./frames";
import { Ledger } from "./ledger";
import { Outgoing, type UploadResult } from "./outgoing";

const BULK_BYTES = 100;
const large: SyncFrame = { kind: "step2", update: new Uint8Array(BULK_BYTES + 1) };
const small: SyncFrame = { kind: "update", update: new Uint8Array(1) };

function make(upload: (update: Uint8Array, gone: AbortSignal) => Promise<UploadResult>): Outgoing {
  return new Outgoing({
    upload,
    ledger: new Ledger({ add: () => undefined, remove: () => undefined }, () => undefined),
    bulkBytes: BULK_BYTES,
    mayWrite: () => true,
    pause: () => new Promise(() => undefined),
    ended: () => undefined,
  });
}

test.each<[string, () => Promise<UploadResult>]>([
  ["hangs", () => new Promise(() => undefined)],
  ["waits to be tried again", () => Promise.resolve({ kind: "retry" })],
])("an upload that %s holds up nothing of the next connection", async (_name, upload) => {
  const outgoing = make(upload);
  const first = new AbortController();
  const sent: string[] = [];
  outgoing.pass(large, () => sent.push("large"), first.signal);
  outgoing.pass(small, () => sent.push("on the first"), first.signal);
  first.abort();
  outgoing.pass(small, () => sent.push("on the second"), new AbortController().signal);
  await vi.waitFor(() => {
    expect(sent).toEqual(["on the second"]);
  });
});

test("an upload is told when its connection is gone, and the next one tries again", async () => {
  const signals: AbortSignal[] = [];
  const outgoing = make((_update, gone) => {
    signals.push(gone);
    return new Promise(() => undefined);
  });
  const first = new AbortController();
  outgoing.pass(large, () => undefined, first.signal);
  first.abort();
  outgoing.pass(large, () => undefined, new AbortController().signal);
  await vi.waitFor(() => {
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });
});
