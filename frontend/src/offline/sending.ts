import type { Database } from "../collab/database";
import type { PageData } from "../lib/page-data";
import { liveDocumentOf } from "./live";

const PATIENCE_MS = 20_000;

/**
 * Opens a document without showing it, sends what waits for it in this browser, and closes it. True when the server has
 * it all; what it refuses is set aside, as in an open document.
 */
export async function sendWaiting(page: PageData, database: Database): Promise<boolean> {
  const live = liveDocumentOf(page, database, () => undefined);
  // Nobody is there to be seen.
  live.on("session", ({ awareness }) => {
    awareness.setLocalState(null);
  });
  const settled = new Promise<void>((resolve) => {
    const look = (): void => {
      if (live.ending !== null || (live.session?.ledger.count === 0 && live.session.ledger.confirmed)) resolve();
    };
    live.on("changed", look);
    live.on("ended", look);
    setTimeout(resolve, PATIENCE_MS);
  });
  await live.open();
  await settled;
  const sent = live.ending === null && live.session?.ledger.count === 0;
  await live.close();
  return sent;
}
