import { finished, result } from "../lib/indexed-db";
import type { PageData } from "../lib/page";

/** Who is signed in at this browser, as the last page that came from the server said it. */
export interface Account {
  readonly id: string;
  readonly name: string;
}

/** What a document's page was told by the server, kept so that it opens without one. */
export interface KeptPage {
  readonly user: string;
  readonly document: string;
  readonly title: string;
  /** When it was last opened, in milliseconds since the epoch. */
  readonly openedAt: number;
  readonly page: PageData;
}

// A database of its own, so that a page of an older version never has to let go of its edits for a new store.
const NAME = "scriptorium-offline";
const VERSION = 1;
const PAGES = "pages";
const STATE = "state";
const ACCOUNT = "account";

/** What this browser keeps beside the texts. Everything is somebody's: it is asked for by user. */
export class Kept {
  readonly #db: IDBDatabase;

  private constructor(db: IDBDatabase) {
    this.#db = db;
  }

  /** Rejects where the browser keeps nothing (private windows, blocked storage). */
  static async open(factory: IDBFactory = indexedDB): Promise<Kept> {
    const request = factory.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(PAGES, { keyPath: ["user", "document"] });
      request.result.createObjectStore(STATE);
    };
    const db = await result(request);
    db.onversionchange = () => {
      db.close();
    };
    return new Kept(db);
  }

  close(): void {
    this.#db.close();
  }

  async account(): Promise<Account | null> {
    return ((await this.#get(STATE, ACCOUNT)) as Account | undefined) ?? null;
  }

  /** Null: nobody is signed in; what is kept is shown to nobody until somebody is. */
  async setAccount(account: Account | null): Promise<void> {
    await this.#write(STATE, (store) => (account === null ? store.delete(ACCOUNT) : store.put(account, ACCOUNT)));
  }

  /** This account's session has ended. Another one's stays. */
  async endSession(user: string): Promise<void> {
    if ((await this.account())?.id === user) await this.setAccount(null);
  }

  async keep(page: KeptPage): Promise<void> {
    await this.#write(PAGES, (store) => store.put(page));
  }

  async page(user: string, document: string): Promise<KeptPage | null> {
    return ((await this.#get(PAGES, [user, document])) as KeptPage | undefined) ?? null;
  }

  /** The user's, the one that was opened last first. */
  async pages(user: string): Promise<KeptPage[]> {
    const store = this.#db.transaction(PAGES, "readonly").objectStore(PAGES);
    const pages = await result(store.getAll(pagesOf(user)) as IDBRequest<KeptPage[]>);
    return pages.sort((a, b) => b.openedAt - a.openedAt);
  }

  async forget(user: string, document: string): Promise<void> {
    await this.#write(PAGES, (store) => store.delete([user, document]));
  }

  async forgetAll(user: string): Promise<void> {
    await this.#write(PAGES, (store) => store.delete(pagesOf(user)));
  }

  /** The user has been told which edits will be lost by signing out, and said yes. */
  async agreeToLose(user: string): Promise<void> {
    await this.#write(STATE, (store) => store.put(true, agreement(user)));
  }

  async hasAgreedToLose(user: string): Promise<boolean> {
    return (await this.#get(STATE, agreement(user))) === true;
  }

  async endAgreement(user: string): Promise<void> {
    await this.#write(STATE, (store) => store.delete(agreement(user)));
  }

  #get(store: string, key: IDBValidKey): Promise<unknown> {
    return result<unknown>(this.#db.transaction(store, "readonly").objectStore(store).get(key));
  }

  async #write(store: string, change: (store: IDBObjectStore) => unknown): Promise<void> {
    const transaction = this.#db.transaction(store, "readwrite");
    change(transaction.objectStore(store));
    transaction.commit();
    await finished(transaction);
  }
}

/** An array sorts after every string. */
function pagesOf(user: string): IDBKeyRange {
  return IDBKeyRange.bound([user], [user, []]);
}

function agreement(user: string): string {
  return `agreed:${user}`;
}
