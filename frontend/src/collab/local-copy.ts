import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";

const LOAD_TIMEOUT_MS = 8_000;
const STORES = ["updates", "custom"];

/** The document as this browser keeps it, for working offline. One for each user, document and generation. */
export class LocalCopy {
  readonly #persistence: IndexeddbPersistence;

  constructor(name: string, doc: Y.Doc) {
    this.#persistence = new IndexeddbPersistence(name, doc);
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
    await this.#persistence.destroy();
  }

  /**
   * Empties the copy and closes it. It is emptied rather than deleted, because another tab may have it open, and a
   * deletion would then wait for that tab.
   */
  async erase(): Promise<void> {
    const erased = this.#persistence.db === null ? Promise.resolve() : emptyStores(this.#persistence.db);
    await this.#persistence.destroy();
    await erased;
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
