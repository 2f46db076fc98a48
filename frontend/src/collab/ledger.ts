import type { SyncKind } from "./frames";

/** An edit of this browser that the server hasn't confirmed: one Yjs transaction. */
export interface Edit {
  readonly key: string;
  readonly at: number;
  readonly update: Uint8Array;
}

/** Where unconfirmed edits are kept, so that their number is true after a reload. */
export interface EditStore {
  add(edit: Edit): void;
  remove(keys: readonly string[]): void;
}

/** Which edits a frame carries: those with numbers from..to. */
export interface Cover {
  readonly from: number;
  readonly to: number;
}

/**
 * Which edits are still unconfirmed. Edits are numbered in the order of their making; a frame covers some of them, and
 * what the server has acknowledged is a prefix of each kind of frame that left on the present connection.
 */
export class Ledger {
  readonly #waiting = new Map<number, Edit>();
  readonly #store: EditStore;
  readonly #changed: () => void;
  #frames: Record<SyncKind, (Cover | null)[]> = { step2: [], update: [] };
  #acknowledged: Record<SyncKind, number> = { step2: 0, update: 0 };
  #confirmed = false;
  #last = 0;
  #current: Cover | null = null;

  constructor(store: EditStore, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
  }

  /**
   * Whether the server holds everything that this Doc had when the present connection was made, listed here or not: a
   * browser that dies may have kept an edit in the local copy and not in the list.
   */
  get confirmed(): boolean {
    return this.#confirmed;
  }

  get count(): number {
    return this.#waiting.size;
  }

  /** When the oldest unconfirmed edit was made, in milliseconds since the epoch. */
  get oldest(): number | null {
    for (const edit of this.#waiting.values()) return edit.at;
    return null;
  }

  get edits(): Edit[] {
    return [...this.#waiting.values()];
  }

  /** Takes over the edits that an earlier visit left unconfirmed. */
  restore(edits: readonly Edit[]): void {
    for (const edit of edits) this.#waiting.set(++this.#last, edit);
    if (edits.length > 0) this.#changed();
  }

  /** An edit was made; until the next one, an update frame that leaves is the one that carries it. */
  record(edit: Edit): void {
    this.#last += 1;
    this.#current = { from: this.#last, to: this.#last };
    this.#waiting.set(this.#last, edit);
    this.#store.add(edit);
    this.#changed();
  }

  /** The document changed, but not by an edit of this page: the frame that carries it covers nothing. */
  recordForeign(): void {
    this.#current = null;
  }

  /** What a frame that is made now covers: a step 2 carries all that there is, an update the latest edit. */
  coverOf(kind: SyncKind): Cover | null {
    return kind === "step2" ? { from: 1, to: this.#last } : this.#current;
  }

  /** A new connection counts its frames from nothing. */
  connected(): void {
    this.#frames = { step2: [], update: [] };
    this.#acknowledged = { step2: 0, update: 0 };
    this.#confirmed = false;
  }

  sent(kind: SyncKind, cover: Cover | null): void {
    this.#frames[kind].push(cover);
  }

  /** The server holds the first `step2Frames` and `updateFrames` of this connection. */
  acknowledge(step2Frames: number, updateFrames: number): void {
    const covers = [...this.#advance("step2", step2Frames), ...this.#advance("update", updateFrames)];
    this.#settle(covers.filter((cover) => cover !== null));
    if (this.#acknowledged.step2 > 0) this.#confirm();
  }

  /** The server holds what this frame of the present connection covers; it went up another way than through the socket. */
  settle(kind: SyncKind, cover: Cover | null): void {
    if (cover !== null) this.#settle([cover]);
    if (kind === "step2") this.#confirm();
  }

  /** Forgets everything, and returns what was unconfirmed; the stored copies are the caller's to remove. */
  empty(): Edit[] {
    const edits = this.edits;
    this.#waiting.clear();
    this.#changed();
    return edits;
  }

  #confirm(): void {
    if (this.#confirmed) return;
    this.#confirmed = true;
    this.#changed();
  }

  #advance(kind: SyncKind, count: number): (Cover | null)[] {
    const covers = this.#frames[kind].slice(this.#acknowledged[kind], count);
    this.#acknowledged[kind] += covers.length;
    return covers;
  }

  #settle(covers: readonly Cover[]): void {
    const keys: string[] = [];
    for (const [number, edit] of this.#waiting) {
      if (!covers.some(({ from, to }) => number >= from && number <= to)) continue;
      this.#waiting.delete(number);
      keys.push(edit.key);
    }
    if (keys.length === 0) return;
    this.#store.remove(keys);
    this.#changed();
  }
}
