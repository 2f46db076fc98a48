import type { Ending } from "./closing";
import type { SyncFrame } from "./frames";
import type { Cover, Ledger } from "./ledger";

/** What became of an upload: the server has it, it may work later, or it ends the document here. */
export type UploadResult =
  { readonly kind: "done" } | { readonly kind: "retry" } | { readonly kind: "ended"; readonly ending: Ending };

export interface OutgoingOptions {
  readonly ledger: Ledger;
  /** Frames with more bytes than this go up by HTTP. */
  readonly bulkBytes: number;
  readonly mayWrite: () => boolean;
  /** Ends, however the network behaves, and at once when `gone` is aborted. */
  readonly upload: (update: Uint8Array, gone: AbortSignal) => Promise<UploadResult>;
  /** Resolves when the upload should be tried again. */
  readonly pause: (attempt: number) => Promise<void>;
  readonly ended: (ending: Ending) => void;
}

interface Waiting {
  readonly frame: SyncFrame;
  readonly cover: Cover | null;
  /** Puts the frame on the connection that it was made for. */
  readonly send: () => void;
  readonly gone: AbortSignal;
}

/**
 * The one way out for frames that carry edits. Small ones leave at once and are counted as they leave. A large one goes
 * up by HTTP, and what was typed after it waits behind it: the server can't use an edit before those it stands on.
 */
export class Outgoing {
  readonly #options: OutgoingOptions;
  #queue: Waiting[] = [];
  #busy = false;
  #stopped = false;

  constructor(options: OutgoingOptions) {
    this.#options = options;
  }

  /** `gone` is aborted when the connection that the frame was made for can't carry it any more. */
  pass(frame: SyncFrame, send: () => void, gone: AbortSignal): void {
    if (this.#stopped || gone.aborted) return;
    const { ledger, bulkBytes, mayWrite } = this.#options;
    // Yjs tidies formatting marks up by itself, in a reader's copy too. The server would refuse that from a reader.
    if (!mayWrite() && ledger.count === 0) return;
    const cover = ledger.coverOf(frame.kind);
    const leave = (): void => {
      ledger.sent(frame.kind, cover);
      send();
    };
    if (!this.#busy && frame.update.length <= bulkBytes) {
      leave();
      return;
    }
    this.#queue.push({ frame, cover, send: leave, gone });
    if (!this.#busy) void this.#drain();
  }

  stop(): void {
    this.#stopped = true;
    this.#queue = [];
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        // What was made for a connection that is gone is in the step 2 of the next one.
        if (next.gone.aborted) continue;
        if (next.frame.update.length <= this.#options.bulkBytes) next.send();
        else await this.#upload(next);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Gives up when the connection is gone: the next one's step 2 carries the same again, and must not wait for this. */
  async #upload({ frame, cover, gone }: Waiting): Promise<void> {
    const { ledger, upload, pause, ended } = this.#options;
    const lost = whenAborted(gone);
    for (let attempt = 1; !this.#stopped && !gone.aborted; attempt += 1) {
      const result = await Promise.race([upload(frame.update, gone), lost]);
      if (this.#isStopped()) return;
      if (result.kind === "done") {
        ledger.settle(frame.kind, cover);
        return;
      }
      if (result.kind === "ended") {
        this.stop();
        ended(result.ending);
        return;
      }
      await Promise.race([pause(attempt), lost]);
    }
  }
}

function whenAborted(signal: AbortSignal): Promise<UploadResult> {
  return new Promise((resolve) => {
    signal.addEventListener(
      "abort",
      () => {
        resolve({ kind: "retry" });
      },
      { once: true },
    );
  });
}
