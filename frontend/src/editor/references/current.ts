/** What is known of something that a document refers to: its name now, or null where it is gone or not for this reader. */
export type Known = string | null;

type Ask = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
type Told = (known: Known) => void;

/** How many one question may ask for (MAX_ASKED_NAMES in editor/documents/limits.py). */
const MOST_AT_ONCE = 200;

/**
 * The names of what documents refer to, as they are now: asked for together, once a page, and again when somebody comes
 * back to the tab. While there is no answer, what the document itself says stands.
 */
export class CurrentNames {
  readonly #ask: Ask;
  readonly #known = new Map<string, Known>();
  readonly #watchers = new Map<string, Set<Told>>();
  #wanted = new Set<string>();
  #listening = false;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Tells the name now, if it is known, and whenever it changes. Returns how to end that. */
  watch(id: string, told: Told): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(told));
    const known = this.#known.get(id);
    if (known !== undefined) told(known);
    else this.#want(id);
    this.#listen();
    return () => {
      watchers.delete(told);
      if (watchers.size === 0 && this.#watchers.get(id) === watchers) this.#watchers.delete(id);
    };
  }

  /** What somebody has just chosen need not be asked for. */
  learn(id: string, name: string): void {
    this.#tell(id, name);
  }

  readonly refresh = (): void => {
    for (const id of this.#watchers.keys()) this.#want(id);
  };

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.refresh();
    });
  }

  #want(id: string): void {
    if (this.#wanted.size === 0) setTimeout(() => void this.#fetch());
    this.#wanted.add(id);
  }

  async #fetch(): Promise<void> {
    const ids = [...this.#wanted];
    this.#wanted = new Set();
    for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
      const asked = ids.slice(start, start + MOST_AT_ONCE);
      const found = await this.#ask(asked).catch(() => null);
      // Without an answer (offline, too often) the next visit asks again.
      if (found === null) return;
      for (const id of asked) this.#tell(id, found.get(id) ?? null);
    }
  }

  #tell(id: string, name: Known): void {
    if (this.#known.get(id) === name) return;
    this.#known.set(id, name);
    for (const told of this.#watchers.get(id) ?? []) told(name);
  }
}
