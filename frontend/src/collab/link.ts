import type * as decoding from "lib0/decoding";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { reconnectDelay } from "./backoff";
import { endingOfCloseCode, type Ending } from "./closing";
import { countedSocket } from "./counted-socket";
import { MESSAGE_ACKNOWLEDGED, MESSAGE_EVENT, MESSAGE_REFUSED, MESSAGE_SYNC } from "./frames";
import { peekStateVector, writeStep2Frame } from "./frames";
import { readAcknowledged, readEvent, readRefused, type Acknowledged, type Refused, type ServerEvent } from "./frames";
import type { Outgoing } from "./outgoing";

/** `synced`: the server's state has arrived on this connection. */
export type LinkState = "idle" | "connecting" | "connected" | "synced" | "waiting";

export interface LinkOptions {
  readonly url: string;
  readonly params: Record<string, string>;
  readonly doc: Y.Doc;
  readonly outgoing: Outgoing;
  readonly random: () => number;
  readonly opened: () => void;
  readonly changed: (state: LinkState) => void;
  readonly acknowledged: (frame: Acknowledged) => void;
  readonly refused: (frame: Refused) => void;
  readonly event: (event: ServerEvent) => void;
  readonly ended: (ending: Ending) => void;
}

/** The connection to the server: y-websocket's provider, with our frames, our counting and our patience. */
export class Link {
  readonly #options: LinkOptions;
  readonly #provider: WebsocketProvider;
  #state: LinkState = "idle";
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  /** What the server had when it last asked on this connection. */
  #asked: Uint8Array | null = null;

  constructor(options: LinkOptions) {
    this.#options = options;
    const slash = options.url.lastIndexOf("/");
    this.#provider = new WebsocketProvider(options.url.slice(0, slash), options.url.slice(slash + 1), options.doc, {
      connect: false,
      disableBc: true,
      params: options.params,
      WebSocketPolyfill: countedSocket(options.outgoing),
    });
    this.#handle();
  }

  get state(): LinkState {
    return this.#state;
  }

  get awareness(): Awareness {
    return this.#provider.awareness;
  }

  connect(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#provider.connect();
  }

  /** The network is back, or somebody looks at the page again: don't wait for the timer. */
  connectSooner(): void {
    if (this.#state === "waiting") this.connect();
  }

  /** The machine says that it is offline: the line is dead, whether or not it looks so. */
  drop(): void {
    if (!this.#closed && this.#provider.ws !== null) this.#provider.disconnect();
  }

  /** Answers the server's step 1 once more: the first answer of somebody who might not write then was kept back. */
  answerAgain(): void {
    if (this.#closed || this.#asked === null) return;
    this.#provider.ws?.send(writeStep2Frame(Y.encodeStateAsUpdate(this.#options.doc, this.#asked)));
  }

  close(): void {
    this.#closed = true;
    this.#state = "idle";
    clearTimeout(this.#timer);
    this.#provider.destroy();
  }

  #handle(): void {
    const { messageHandlers } = this.#provider;
    const handle = (type: number, read: (decoder: decoding.Decoder) => void): void => {
      messageHandlers[type] = (_encoder, decoder) => {
        if (!this.#closed) read(decoder);
      };
    };
    handle(MESSAGE_ACKNOWLEDGED, (decoder) => {
      this.#options.acknowledged(readAcknowledged(decoder));
    });
    handle(MESSAGE_REFUSED, (decoder) => {
      this.#options.refused(readRefused(decoder));
    });
    handle(MESSAGE_EVENT, (decoder) => {
      const event = readEvent(decoder);
      if (event !== null) this.#options.event(event);
    });
    this.#listenToSync();
    this.#provider.on("status", ({ status }) => {
      if (status === "connected") this.#options.opened();
      if (status !== "disconnected") this.#become(status);
    });
    this.#provider.on("sync", (synced) => {
      if (!synced) return;
      this.#attempts = 0;
      this.#become("synced");
    });
    this.#provider.on("connection-close", (event) => {
      this.#lost(event?.code ?? null);
    });
  }

  #listenToSync(): void {
    const { messageHandlers } = this.#provider;
    const handle = messageHandlers[MESSAGE_SYNC];
    messageHandlers[MESSAGE_SYNC] = (encoder, decoder, ...more) => {
      this.#asked = peekStateVector(decoder) ?? this.#asked;
      handle?.(encoder, decoder, ...more);
    };
  }

  /** y-websocket would retry by itself, without jitter; our own timer takes the place of its. */
  #lost(code: number | null): void {
    this.#provider.shouldConnect = false;
    this.#asked = null;
    if (this.#closed) return;
    const ending = code === null ? null : endingOfCloseCode(code);
    if (ending !== null) {
      this.#closed = true;
      this.#become("idle");
      // The provider is in the middle of closing: leave it in peace until it is done.
      queueMicrotask(() => {
        this.#options.ended(ending);
      });
      return;
    }
    this.#attempts += 1;
    this.#become("waiting");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.connect();
      },
      reconnectDelay(this.#attempts, code, this.#options.random),
    );
  }

  #become(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.changed(state);
  }
}
