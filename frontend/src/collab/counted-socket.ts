import { readSyncFrame } from "./frames";
import type { Outgoing } from "./outgoing";

const CONNECT_TIMEOUT_MS = 15_000;

/**
 * A WebSocket whose edit-carrying frames pass through `outgoing`, so that they are counted where they really leave.
 * It also gives up on a connection that doesn't open: a dead network can otherwise hold it for minutes.
 */
export function countedSocket(outgoing: Outgoing): typeof WebSocket {
  return class CountedSocket extends WebSocket {
    readonly #gone = new AbortController();

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      const timer = setTimeout(() => {
        if (this.readyState === WebSocket.CONNECTING) this.close();
      }, CONNECT_TIMEOUT_MS);
      const settle = (): void => {
        clearTimeout(timer);
      };
      this.addEventListener("open", settle);
      this.addEventListener("close", settle);
      this.addEventListener("close", () => {
        this.#gone.abort();
      });
    }

    /** On a dead line the event of the closing comes late; what was made for this connection is let go at once. */
    override close(code?: number, reason?: string): void {
      this.#gone.abort();
      super.close(code, reason);
    }

    override send(data: string | Blob | BufferSource): void {
      const frame = data instanceof Uint8Array ? readSyncFrame(data) : null;
      if (frame === null) {
        super.send(data);
        return;
      }
      outgoing.pass(
        frame,
        () => {
          super.send(data);
        },
        this.#gone.signal,
      );
    }
  };
}
