import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

import { endingOfRefusal, type Ending } from "./closing";
import type { Database, StoredEdit } from "./database";
import type { ServerEvent } from "./frames";
import { Ledger, type Edit } from "./ledger";
import { Link, type LinkState } from "./link";
import { LocalCopy } from "./local-copy";
import { Outgoing, type UploadResult } from "./outgoing";
import { tabOf, type Tabs } from "./tabs";

/** What a session needs from outside: time, chance, storage and the network. */
export interface SessionWorld {
  readonly url: string;
  readonly params: Record<string, string>;
  readonly bulkBytes: number;
  readonly mayWrite: () => boolean;
  /** The local copy's name, and where unconfirmed edits are kept; null where the browser keeps nothing. */
  readonly copy: string;
  readonly database: Database | null;
  readonly tabs: Tabs;
  readonly upload: (update: Uint8Array, gone: AbortSignal) => Promise<UploadResult>;
  readonly pause: (attempt: number) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
}

export interface SessionListener {
  readonly changed: () => void;
  readonly event: (event: ServerEvent) => void;
  readonly ended: (ending: Ending) => void;
  readonly storageFailed: () => void;
}

const RESTORED = Symbol("edits of an earlier visit");

/** One Y.Doc's life in this browser: its local copy, its connection, and what of it the server hasn't confirmed. */
export class Session {
  readonly doc = new Y.Doc();
  readonly title: Y.Text = this.doc.getText("title");
  readonly body: Y.XmlFragment = this.doc.getXmlFragment("default");
  readonly ledger: Ledger;
  readonly #world: SessionWorld;
  readonly #listener: SessionListener;
  readonly #outgoing: Outgoing;
  readonly #link: Link;
  readonly #copy: LocalCopy | null;
  readonly #tab = crypto.randomUUID();
  /** Aborted when this session's edits are in order: set aside, or left for the next one. */
  readonly #left = new AbortController();
  #made = 0;
  #complete = false;
  #ended = false;

  private constructor(world: SessionWorld, listener: SessionListener) {
    this.#world = world;
    this.#listener = listener;
    this.ledger = new Ledger(this.#store(), listener.changed);
    this.#outgoing = new Outgoing({
      ledger: this.ledger,
      bulkBytes: world.bulkBytes,
      mayWrite: world.mayWrite,
      upload: world.upload,
      pause: world.pause,
      ended: this.#end,
    });
    // Before the copy and the provider listen: an edit is recorded when its frame leaves.
    this.doc.on("update", this.#record);
    this.#copy = world.database === null ? null : new LocalCopy(world.copy, this.doc);
    this.#link = this.#makeLink();
  }

  /** Loads the local copy; only then does the connection start, so that only what the server lacks goes up. */
  static async open(world: SessionWorld, listener: SessionListener): Promise<Session> {
    const session = new Session(world, listener);
    world.tabs.live(session.#tab, session.#left.signal);
    await session.#load();
    session.#link.connect();
    return session;
  }

  get awareness(): Awareness {
    return this.#link.awareness;
  }

  get linkState(): LinkState {
    return this.#link.state;
  }

  /** Whether there is a whole document to write in: a local copy, or what the server sent. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Its reader may write from now on: what this Doc has beyond the server's goes up. */
  sendAll(): void {
    this.#link.answerAgain();
  }

  /** An edit that this page is about to take over. */
  editOf(update: Uint8Array): StoredEdit {
    const { copy, now } = this.#world;
    return { key: this.#nextKey(), at: now(), update, copy, title: this.title.toJSON() };
  }

  /** Takes over an edit that is stored already; `apply` brings it into the Doc. */
  adopt(edit: Edit, apply: () => void): void {
    apply();
    this.ledger.restore([edit]);
    this.sendAll();
  }

  connectSooner(): void {
    this.#link.connectSooner();
  }

  /** Nothing goes out any more. What is made here counts, and is kept. */
  holdBack(): void {
    this.#outgoing.stop();
  }

  dropLine(): void {
    this.#link.drop();
  }

  /** Nothing goes out or comes in any more, and no edit counts; the Doc can still be read. */
  stop(): void {
    this.#hangUp();
    this.doc.off("update", this.#record);
  }

  async eraseCopy(): Promise<void> {
    this.#left.abort();
    await this.#copy?.erase();
  }

  async closeCopy(): Promise<void> {
    this.#left.abort();
    await this.#copy?.close();
  }

  async #load(): Promise<void> {
    const { database, copy, tabs } = this.#world;
    if (database === null || this.#copy === null) return;
    const edits = await database.editsOf(copy);
    const alive = await tabs.areAlive(edits.map(({ key }) => tabOf(key)));
    if (!(await this.#copy.loaded())) this.#listener.storageFailed();
    this.#restore(edits.filter(({ key }) => !alive.has(tabOf(key))));
    for (const tab of alive) void this.#inherit(tab, database);
    this.#complete = this.doc.store.clients.size > 0;
  }

  /** What another tab couldn't send before it died goes up from here. */
  async #inherit(tab: string, database: Database): Promise<void> {
    if (!(await this.#world.tabs.died(tab, this.#left.signal))) return;
    const edits = await database.editsOf(this.#world.copy);
    if (this.#ended) return;
    this.#restore(edits.filter(({ key }) => tabOf(key) === tab));
    if (this.ledger.count > 0) this.sendAll();
  }

  #restore(edits: readonly Edit[]): void {
    // Usually in the copy already; here for the case that the browser died between two writes.
    for (const edit of edits) Y.applyUpdate(this.doc, edit.update, RESTORED);
    this.ledger.restore(edits);
  }

  #makeLink(): Link {
    const { url, params, random } = this.#world;
    return new Link({
      url,
      params,
      random,
      doc: this.doc,
      outgoing: this.#outgoing,
      opened: () => {
        this.ledger.connected();
      },
      changed: (state) => {
        if (state === "synced") this.#complete = true;
        if (!this.#ended) this.#listener.changed();
      },
      acknowledged: ({ step2Frames, updateFrames }) => {
        this.ledger.acknowledge(step2Frames, updateFrames);
      },
      refused: ({ code }) => {
        this.#end(endingOfRefusal(code));
      },
      event: (event) => {
        this.#listener.event(event);
      },
      ended: this.#end,
    });
  }

  readonly #record = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
    const isHere = transaction.local && origin !== RESTORED && this.#copy?.isOrigin(origin) !== true;
    const isEdit = isHere && this.#world.mayWrite();
    if (!isEdit) {
      this.ledger.recordForeign();
      return;
    }
    this.ledger.record({ key: this.#nextKey(), at: this.#world.now(), update });
  };

  #nextKey(): string {
    this.#made += 1;
    return `${this.#tab}:${String(this.#made).padStart(9, "0")}`;
  }

  readonly #end = (ending: Ending): void => {
    if (this.#ended) return;
    this.#hangUp();
    this.#listener.ended(ending);
  };

  /** Edits still count: what is half typed belongs to this Doc. */
  #hangUp(): void {
    this.#ended = true;
    this.#outgoing.stop();
    this.#link.close();
  }

  #store(): { add: (edit: Edit) => void; remove: (keys: readonly string[]) => void } {
    const { database, copy } = this.#world;
    const failed = (): void => {
      this.#listener.storageFailed();
    };
    return {
      add: (edit) => {
        database?.addEdit({ ...edit, copy, title: this.title.toJSON() }).catch(failed);
      },
      remove: (keys) => {
        database?.removeEdits(keys).catch(failed);
      },
    };
  }
}
