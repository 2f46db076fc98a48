/** The tab that made the edit with this key. */
export function tabOf(key: string): string {
  return key.slice(0, key.lastIndexOf(":"));
}

/**
 * Tells which tabs of this browser still live: each holds a lock under its name until it has put its edits in order, or
 * dies. Without locks (a page that isn't served securely has none) every other tab counts as dead.
 */
export class Tabs {
  readonly #locks: LockManager | null;

  constructor(locks: LockManager | null) {
    this.#locks = locks;
  }

  /** Until `left` is aborted, or this page is gone. */
  live(tab: string, left: AbortSignal): void {
    void this.#locks?.request(nameOf(tab), () => aborted(left));
  }

  async areAlive(tabs: Iterable<string>): Promise<Set<string>> {
    const locks = this.#locks;
    if (locks === null) return new Set();
    const states = [...new Set(tabs)].map(async (tab) => ({
      tab,
      alive: await locks.request(nameOf(tab), { ifAvailable: true }, (lock) => lock === null),
    }));
    return new Set((await Promise.all(states)).filter(({ alive }) => alive).map(({ tab }) => tab));
  }

  /** Resolves with true when that tab no longer lives, and with false if `left` comes first. */
  async died(tab: string, left: AbortSignal): Promise<boolean> {
    try {
      await this.#locks?.request(nameOf(tab), { signal: left }, () => undefined);
      return !left.aborted;
    } catch (error) {
      if (left.aborted) return false;
      throw error;
    }
  }
}

function nameOf(tab: string): string {
  return `scriptorium:tab:${tab}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
}
