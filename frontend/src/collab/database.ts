import { finished, result } from "../lib/indexed-db";
import type { Edit } from "./ledger";

/** Edits that the server refused or can't take any more, kept for their author to read, copy or throw away. */
export interface SetAside {
  readonly id: string;
  readonly user: string;
  readonly document: string;
  readonly title: string;
  readonly at: number;
  readonly reason: string;
  readonly edits: number;
  /** What the edits themselves added, and the whole document as it was in this browser. */
  readonly written: string;
  readonly text: string;
  readonly update: Uint8Array;
}

/** Whose edits, of which document and generation: the name of a local copy, taken apart. */
export interface CopyName {
  readonly user: string;
  readonly document: string;
  readonly generation: string;
}

export interface StoredEdit extends Edit {
  readonly copy: string;
  /** What the document was called when the edit was made. */
  readonly title: string;
}

const NAME = "scriptorium";
const VERSION = 1;
const EDITS = "edits";
const ASIDE = "aside";

export function copyKey({ user, document, generation }: CopyName): string {
  return `${NAME}:${user}:${document}:${generation}`;
}

export function nameOfCopy(key: string): CopyName {
  const [, user = "", document = "", generation = ""] = key.split(":");
  return { user, document, generation };
}

/** This browser's own database: unconfirmed edits and those set aside. The document itself is y-indexeddb's. */
export class Database {
  readonly #db: IDBDatabase;

  private constructor(db: IDBDatabase) {
    this.#db = db;
  }

  /** Rejects where the browser keeps nothing (private windows, blocked storage). */
  static async open(factory: IDBFactory = indexedDB): Promise<Database> {
    const request = factory.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(EDITS, { keyPath: "key" }).createIndex("copy", "copy");
      request.result.createObjectStore(ASIDE, { keyPath: "id" }).createIndex("document", ["user", "document"]);
    };
    const db = await result(request);
    // A later page wants to change the stores: this one goes on without them rather than hold it up.
    db.onversionchange = () => {
      db.close();
    };
    return new Database(db);
  }

  close(): void {
    this.#db.close();
  }

  async addEdit(edit: StoredEdit): Promise<void> {
    await this.#write(EDITS, (store) => store.put(edit));
  }

  async removeEdits(keys: readonly string[]): Promise<void> {
    await this.#write(EDITS, (store) => {
      for (const key of keys) store.delete(key);
    });
  }

  /** The unconfirmed edits of one copy, in the order of their making. */
  async editsOf(copy: string): Promise<StoredEdit[]> {
    const index = this.#read(EDITS).index("copy");
    const edits = await result(index.getAll(copy) as IDBRequest<StoredEdit[]>);
    return edits.sort(byTime);
  }

  /** The user's unconfirmed edits of all documents, in the order of their making. */
  async editsOfUser(user: string): Promise<StoredEdit[]> {
    return (await this.#editsOfCopies(`${NAME}:${user}:`)).sort(byTime);
  }

  /** The user's unconfirmed edits of this document's other generations, which no copy takes over any more. */
  async editsOfOtherGenerations(name: CopyName): Promise<StoredEdit[]> {
    const own = copyKey(name);
    const edits = await this.#editsOfCopies(copyKey({ ...name, generation: "" }));
    return edits.filter((edit) => edit.copy !== own);
  }

  /** Sets edits aside and forgets them as unconfirmed, both or neither. */
  async setAside(aside: SetAside, keys: readonly string[]): Promise<void> {
    const transaction = this.#db.transaction([EDITS, ASIDE], "readwrite", { durability: "strict" });
    transaction.objectStore(ASIDE).put(aside);
    for (const key of keys) transaction.objectStore(EDITS).delete(key);
    await finished(transaction);
  }

  /** Puts an edit where edits were set aside, both or neither. False: another page has taken them since. */
  async adopt(id: string, edit: StoredEdit): Promise<boolean> {
    const transaction = this.#db.transaction([EDITS, ASIDE], "readwrite", { durability: "strict" });
    const asides = transaction.objectStore(ASIDE);
    const isThere = (await result(asides.getKey(id))) !== undefined;
    if (isThere) {
      asides.delete(id);
      transaction.objectStore(EDITS).put(edit);
    }
    await finished(transaction);
    return isThere;
  }

  async asideOf(user: string, document: string): Promise<SetAside[]> {
    const index = this.#read(ASIDE).index("document");
    const found = await result(index.getAll([user, document]) as IDBRequest<SetAside[]>);
    return found.sort((a, b) => b.at - a.at);
  }

  /** All that was set aside for this user, the latest first. */
  async asideOfUser(user: string): Promise<SetAside[]> {
    const index = this.#read(ASIDE).index("document");
    // An array sorts after every string.
    const range = IDBKeyRange.bound([user], [user, []]);
    const found = await result(index.getAll(range) as IDBRequest<SetAside[]>);
    return found.sort((a, b) => b.at - a.at);
  }

  /** The user's unconfirmed edits and those set aside, of all documents. */
  async forgetUser(user: string): Promise<void> {
    const edits = await this.editsOfUser(user);
    const asides = await this.asideOfUser(user);
    const transaction = this.#db.transaction([EDITS, ASIDE], "readwrite", { durability: "strict" });
    for (const { key } of edits) transaction.objectStore(EDITS).delete(key);
    for (const { id } of asides) transaction.objectStore(ASIDE).delete(id);
    await finished(transaction);
  }

  async discard(id: string): Promise<void> {
    await this.#write(ASIDE, (store) => store.delete(id));
  }

  async #editsOfCopies(prefix: string): Promise<StoredEdit[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return await result(this.#read(EDITS).index("copy").getAll(range) as IDBRequest<StoredEdit[]>);
  }

  #read(store: string): IDBObjectStore {
    return this.#db.transaction(store, "readonly").objectStore(store);
  }

  async #write(store: string, change: (store: IDBObjectStore) => unknown): Promise<void> {
    const transaction = this.#db.transaction(store, "readwrite");
    change(transaction.objectStore(store));
    // Not left to the browser to notice: an edit that was just made outlives a tab that closes now.
    transaction.commit();
    await finished(transaction);
  }
}

function byTime(a: StoredEdit, b: StoredEdit): number {
  return a.at - b.at || (a.key < b.key ? -1 : 1);
}
