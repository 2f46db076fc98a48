/** An open page holds this lock, so that the worker knows which versions' files are still needed. */
export function versionLock(version: string): string {
  return `scriptorium:version:${version}`;
}

/** What a page may say to the worker. */
export type WorkerMessage =
  /** Answered with the worker's version, on the port that comes with it. */
  | { readonly type: "version" }
  /** The worker that waits takes over. */
  | { readonly type: "activate" }
  /** Throw away what no open page needs. */
  | { readonly type: "tidy" };
