import { IndexeddbPersistence, storeState } from "y-indexeddb";
import type * as Y from "yjs";

const LOAD_TIMEOUT_MS = 8_000;
const STORES = ["updates", "custom"];
const ERASED = "erased";

/**
 * The document as this browser keeps it, for working offline. One for each user, document and generation: tabs share it.
 */
export class LocalCopy {
  readonly #persistence: IndexeddbPersistence;
  readonly #otherTabs: BroadcastChannel;
  #closed = false;

  constructor(name: string, doc: Y.Doc) {
    this.#persistence = new IndexeddbPersistence(name, doc);
    this.#otherTabs = new BroadcastChannel(name);
    this.#otherTabs.onmessage = ({ data }) => {
      if (data === ERASED) void this.#storeAll();
    };
  }

  /** False if the browser doesn't give the copy in time; the document can then be opened without it. */
  async loaded(): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, LOAD_TIMEOUT_MS, false);
    });
    const inTime = await Promise.race([this.#persistence.whenSynced.then(() => true), late]);
    clearTimeout(timer);
    return inTime;
  }

  /** Whether `origin` is this copy being read: such a change is no edit. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#persistence;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#otherTabs.close();
    await this.#persistence.destroy();
  }

  /**
   * Empties the copy and closes it. It is emptied rather than deleted, because another tab may have it open, and a
   * deletion would then wait for that tab. Other tabs are told, since what they add stands on what was there.
   */
  async erase(): Promise<void> {
    const erased = this.#persistence.db === null ? Promise.resolve() : emptyStores(this.#persistence.db);
    const told = erased.then(() => {
      this.#otherTabs.postMessage(ERASED);
    });
    try {
      await told;
    } finally {
      await this.close();
    }
  }

  /** Another tab has emptied the copy under this one. */
  async #storeAll(): Promise<void> {
    await this.#persistence.whenSynced;
    if (!this.#closed) await storeState(this.#persistence);
  }
}

function emptyStores(db: IDBDatabase): Promise<void> {
  const transaction = db.transaction(STORES, "readwrite");
  for (const name of STORES) transaction.objectStore(name).clear();
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error("The local copy could not be erased."));
    };
  });
}
