import { expect, test } from "vitest";

import { saveState, type SaveFacts } from "./save-state";

const CALM: SaveFacts = {
  mayWrite: true,
  online: true,
  link: "synced",
  ended: false,
  confirmed: true,
  waiting: 0,
  waitingFor: 0,
  uploaded: null,
};

test.each<[string, Partial<SaveFacts>]>([
  ["Saved", {}],
  ["Saving…", { waiting: 2, waitingFor: 100 }],
  ["Not saved — 1 edit waiting", { waiting: 1, waitingFor: 2_000 }],
  ["Not saved — 3 edits waiting", { waiting: 3, link: "waiting" }],
  ["Not saved — 3 edits waiting", { waiting: 3, link: "connecting" }],
  ["Offline — 3 edits waiting", { waiting: 3, online: false, link: "waiting" }],
  ["Saving…", { waiting: 3, online: false }],
  ["Saved", { online: false }],
  ["Offline", { online: false, link: "waiting" }],
  ["Connecting…", { link: "connecting" }],
  ["Connecting…", { link: "connected" }],
  ["Connecting…", { confirmed: false }],
  ["Saving…", { confirmed: false, waiting: 1 }],
  ["View only", { mayWrite: false }],
  ["View only", { mayWrite: false, confirmed: false }],
  ["Closed", { ended: true }],
  ["Not saved — 2 edits waiting", { ended: true, waiting: 2 }],
  ["Saving… 41 %", { waiting: 1, waitingFor: 9_000, uploaded: 0.419 }],
])("%s", (text, facts) => {
  expect(saveState({ ...CALM, ...facts }).text).toBe(text);
});

test("it is loud only while something isn't saved", () => {
  expect(saveState(CALM).kind).toBe("saved");
  expect(saveState({ ...CALM, waiting: 1, waitingFor: 5_000 }).kind).toBe("unsaved");
});

test("it never says saved while an edit waits", () => {
  for (const link of ["idle", "connecting", "connected", "synced", "waiting"] as const) {
    for (const online of [true, false]) {
      for (const waitingFor of [0, 10_000]) {
        const state = saveState({ ...CALM, link, online, waitingFor, waiting: 1 });
        expect(state.kind).not.toBe("saved");
        expect(state.text).not.toBe("Saved");
      }
    }
  }
});
