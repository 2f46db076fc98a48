import { afterEach, beforeEach, expect, vi } from "vitest";

import type { Ending } from "./closing";
import { Database } from "./database";
import { LiveDocument, type LiveDocumentOptions } from "./live-document";
import { SyncServer } from "./sync-server.testing";

export const NOWHERE = "ws://127.0.0.1:9/ws/documents/d1";

/** One test's server, storage and user. */
export interface Stage {
  server: SyncServer;
  database: Database;
  user: string;
  readonly opened: LiveDocument[];
}

export function useStage(): Stage {
  const stage = { opened: [] as LiveDocument[] } as Partial<Stage> as Stage;
  let users = 0;
  beforeEach(async () => {
    users += 1;
    stage.server = await SyncServer.start();
    stage.database = await Database.open();
    stage.user = `u${users}`;
  });
  afterEach(async () => {
    for (const live of stage.opened.splice(0)) await live.close();
    await stage.server.stop();
    stage.database.close();
  });
  return stage;
}

export async function open(stage: Stage, options: Partial<LiveDocumentOptions> = {}): Promise<LiveDocument> {
  const live = new LiveDocument({
    name: { user: stage.user, document: "d1", generation: "g1" },
    schema: 1,
    url: options.url ?? stage.server.url,
    bulkBytes: 1_000_000,
    role: 30,
    mayWrite: true,
    database: stage.database,
    locks: navigator.locks,
    upload: () => Promise.resolve({ kind: "retry" }),
    now: Date.now,
    random: () => 0,
    ...options,
  });
  stage.opened.push(live);
  await live.open();
  return live;
}

export async function openSynced(stage: Stage, options: Partial<LiveDocumentOptions> = {}): Promise<LiveDocument> {
  const live = await open(stage, options);
  await until(() => live.session?.linkState === "synced");
  return live;
}

export async function until(condition: () => boolean): Promise<void> {
  await vi.waitFor(() => {
    expect(condition()).toBe(true);
  }, 10_000);
}

export function type(live: LiveDocument, text: string): void {
  for (const letter of text) live.session!.title.insert(live.session!.title.length, letter);
}

export function waiting(live: LiveDocument): number {
  return live.session!.ledger.count;
}

export function endingOf(live: LiveDocument): Promise<Ending> {
  return new Promise((resolve) => {
    live.once("ended", resolve);
  });
}
