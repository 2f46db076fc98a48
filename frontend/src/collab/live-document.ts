import { ObservableV2 } from "lib0/observable";

import { reconnectDelay } from "./backoff";
import { endingOfRefusal, endsTheCopy, type Ending } from "./closing";
import { copyKey, type CopyName, type Database, type SetAside } from "./database";
import type { ServerEvent } from "./frames";
import type { Edit } from "./ledger";
import type { UploadResult } from "./outgoing";
import { Session } from "./session";
import { Tabs } from "./tabs";
import { documentText, mergedUpdate, writtenText } from "./written";

export interface LiveDocumentOptions {
  readonly name: CopyName;
  readonly schema: number;
  readonly url: string;
  readonly bulkBytes: number;
  readonly role: number;
  readonly mayWrite: boolean;
  readonly database: Database | null;
  readonly locks: LockManager | null;
  readonly upload: (update: Uint8Array, gone: AbortSignal) => Promise<UploadResult>;
  readonly now: () => number;
  readonly random: () => number;
}

// A type, because ObservableV2 asks for an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
type LiveDocumentEvents = {
  /** Anything that the save state is made from. */
  changed: () => void;
  /** A Doc to bind the editor to: at the start, and afresh after a refusal. */
  session: (session: Session) => void;
  /** Nothing more comes or goes; the page says why and shows the way out. */
  ended: (ending: Ending) => void;
  rights: (mayWrite: boolean) => void;
  /** Something beside the text changed: who may open it, or its title. */
  members: () => void;
  /** The same, with the name of the event. */
  beside: (what: string) => void;
  /** Edits were set aside, or discarded. */
  aside: (all: readonly SetAside[]) => void;
  storageFailed: () => void;
};

const DOWNGRADE_GRACE_MS = 3_000;
const MOST_REFUSALS = 3;
const REFUSALS_WITHIN_MS = 60_000;

/** A document that stays open through lost connections, changed rights and refused edits. */
export class LiveDocument extends ObservableV2<LiveDocumentEvents> {
  readonly #options: LiveDocumentOptions;
  #session: Session | null = null;
  #mayWrite: boolean;
  #role: number;
  #ending: Ending | null = null;
  /** While one Doc is put away and the next isn't there yet. */
  #locked = false;
  #asides: SetAside[] = [];
  #refusals: number[] = [];
  #downgrade: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveDocumentOptions) {
    super();
    this.#options = options;
    this.#mayWrite = options.mayWrite;
    this.#role = options.role;
  }

  get session(): Session | null {
    return this.#session;
  }

  get mayWrite(): boolean {
    return this.#mayWrite;
  }

  /** Whether there is a Doc here that takes edits now. */
  get writable(): boolean {
    return this.#mayWrite && !this.#locked && this.#ending === null && this.#session?.complete === true;
  }

  get role(): number {
    return this.#role;
  }

  get ending(): Ending | null {
    return this.#ending;
  }

  get asides(): readonly SetAside[] {
    return this.#asides;
  }

  async open(): Promise<void> {
    const { database, name } = this.#options;
    if (database !== null) {
      await this.#rescueOtherGenerations(database);
      this.#asides = await database.asideOf(name.user, name.document);
    }
    await this.#start();
    this.emit("aside", [this.#asides]);
  }

  async discard(id: string): Promise<void> {
    await this.#options.database?.discard(id);
    this.#asides = this.#asides.filter((aside) => aside.id !== id);
    this.emit("aside", [this.#asides]);
  }

  /**
   * Makes an edit of this page of what was set aside: stored in its place first, so that a browser that dies now has
   * either the one or the other, and then brought into the Doc by `apply`. False: it has been taken already.
   */
  async adopt({ id }: SetAside, update: Uint8Array, apply: () => void): Promise<boolean> {
    const session = this.#session;
    if (session === null) return false;
    const edit = session.editOf(update);
    const isOurs = (await this.#options.database?.adopt(id, edit)) ?? this.#asides.some((aside) => aside.id === id);
    this.#asides = this.#asides.filter((aside) => aside.id !== id);
    // A Doc that was put away meanwhile has left the edit for the next one.
    if (isOurs && this.#session === session) session.adopt(edit, apply);
    this.emit("aside", [this.#asides]);
    return isOurs;
  }

  /** Takes a discarding back. */
  async restore(aside: SetAside): Promise<void> {
    await this.#options.database?.setAside(aside, []);
    this.#asides = [...this.#asides, aside].sort((a, b) => b.at - a.at);
    this.emit("aside", [this.#asides]);
  }

  /** The user has signed out at this browser; `lost`: and has let go of what wasn't saved. */
  async signOut(lost: boolean): Promise<void> {
    if (lost) {
      this.#session?.stop();
      this.#session?.ledger.empty();
      this.#asides = [];
    }
    if (this.#ending?.kind === "signed-out") this.emit("ended", [this.#ending]);
    else await this.#end({ kind: "signed-out" });
  }

  /** Lets go of the network and the storage; the edits stay in the local copy. */
  async close(): Promise<void> {
    clearTimeout(this.#downgrade);
    this.#session?.stop();
    await this.#session?.closeCopy();
  }

  async #start(): Promise<void> {
    const { name, schema, database, locks, url, bulkBytes, upload, now, random } = this.#options;
    const world = {
      tabs: new Tabs(locks),
      ...{ url, bulkBytes, database, upload, now, random },
      mayWrite: () => this.#mayWrite,
      params: { acks: "1", schema: String(schema), generation: name.generation, user: name.user },
      copy: copyKey(name),
      pause: (attempt: number) =>
        new Promise<void>((resolve) => setTimeout(resolve, reconnectDelay(attempt, null, random))),
    };
    this.#session = await Session.open(world, {
      changed: () => {
        this.emit("changed", []);
      },
      event: this.#receive,
      ended: (ending) => void this.#end(ending),
      storageFailed: () => {
        this.emit("storageFailed", []);
      },
    });
    this.#locked = false;
    this.emit("session", [this.#session]);
    this.emit("changed", []);
  }

  readonly #receive = (event: ServerEvent): void => {
    if (event.type !== "rights") {
      this.emit("members", []);
      this.emit("beside", [event.what]);
      return;
    }
    this.#role = event.role;
    // The right is still there: it is the page that is too old to use it.
    if (event.reason === "old-schema") {
      this.#becomeOld();
      return;
    }
    this.#setMayWrite(event.mayWrite);
    if (!event.mayWrite) this.#downgrade = setTimeout(this.#setAsideAfterDowngrade, DOWNGRADE_GRACE_MS);
  };

  /** The page goes on showing what others write; its own edits wait in the local copy for the next page. */
  #becomeOld(): void {
    if (this.#ending !== null) return;
    this.#session?.holdBack();
    this.#ending = { kind: "old-page" };
    this.emit("changed", []);
    this.emit("ended", [this.#ending]);
  }

  #setMayWrite(mayWrite: boolean): void {
    const changed = this.#mayWrite !== mayWrite;
    const locked = this.#locked;
    if (!mayWrite) this.#lock();
    this.#mayWrite = mayWrite;
    this.#locked = locked;
    clearTimeout(this.#downgrade);
    if (changed && mayWrite) this.#session?.sendAll();
    if (changed) this.emit("rights", [mayWrite]);
    this.emit("changed", []);
  }

  /** The editor becomes read-only and hands over what is half typed, while that still counts as an edit. */
  #lock(): void {
    this.#locked = true;
    this.emit("changed", []);
  }

  /** What was on its way when the right went may still be acknowledged; what isn't by now won't be. */
  readonly #setAsideAfterDowngrade = (): void => {
    if (!this.#mayWrite && (this.#session?.ledger.count ?? 0) > 0) void this.#end(endingOfRefusal("read-only"));
  };

  async #end(ending: Ending): Promise<void> {
    const session = this.#session;
    if (session === null || this.#locked || !this.#mayEndAs(ending)) return;
    const again = ending.kind === "refused" && this.#mayOpenAgain();
    if (!again) this.#ending = ending;
    this.#lock();
    // The right went while the line was down: nobody said so, but the server has just refused an edit for it.
    if (ending.kind === "refused" && ending.code === "read-only") this.#setMayWrite(false);
    session.stop();
    if (endsTheCopy(ending)) await this.#putAway(session, ending);
    else await session.closeCopy();
    this.emit("aside", [this.#asides]);
    if (again) await this.#start();
    else this.emit("ended", [ending]);
    this.emit("changed", []);
  }

  /** Only a page that was merely too old can end once more. */
  #mayEndAs(ending: Ending): boolean {
    return this.#ending === null || (this.#ending.kind === "old-page" && ending.kind !== "old-page");
  }

  /** Opening afresh answers a refusal, but not one refusal after the other without an end. */
  #mayOpenAgain(): boolean {
    const now = this.#options.now();
    this.#refusals = [...this.#refusals.filter((at) => at > now - REFUSALS_WITHIN_MS), now];
    return this.#refusals.length <= MOST_REFUSALS;
  }

  async #putAway(session: Session, ending: Ending): Promise<void> {
    const edits = session.ledger.empty();
    const title = session.title.toJSON();
    const text = documentText(session.title, session.body);
    if (edits.length > 0) await this.#setAside(edits, title, text, ending);
    await session.eraseCopy().catch(this.#reportStorage);
  }

  async #rescueOtherGenerations(database: Database): Promise<void> {
    const edits = await database.editsOfOtherGenerations(this.#options.name);
    const title = edits.at(-1)?.title ?? "";
    if (edits.length > 0) await this.#setAside(edits, title, "", { kind: "another-generation" });
  }

  async #setAside(edits: readonly Edit[], title: string, text: string, ending: Ending): Promise<void> {
    const { database, name, now } = this.#options;
    const updates = edits.map((edit) => edit.update);
    const keys = edits.map((edit) => edit.key);
    const aside: SetAside = {
      // Two tabs that both took over the edits of a third set them aside once.
      id: `${keys[0] ?? ""}+${keys.length}`,
      user: name.user,
      document: name.document,
      title,
      at: now(),
      reason: ending.kind === "refused" ? ending.code : ending.kind,
      edits: edits.length,
      written: writtenText(updates),
      text,
      update: mergedUpdate(updates),
    };
    this.#asides = [aside, ...this.#asides.filter(({ id }) => id !== aside.id)];
    await database?.setAside(aside, keys).catch(this.#reportStorage);
  }

  readonly #reportStorage = (): void => {
    this.emit("storageFailed", []);
  };
}
