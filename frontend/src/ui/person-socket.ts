import { reconnectDelay } from "../collab/backoff";
import { endingOfCloseCode } from "../collab/closing";

const CONNECT_TIMEOUT_MS = 15_000;

export interface PersonEvent {
  readonly type: string;
}

interface Options {
  readonly url: string;
  readonly hear: (event: PersonEvent) => void;
  readonly random?: () => number;
}

/** The page's socket of its person: hears what to look at again, and comes back by itself until the session has ended. */
export class PersonSocket {
  readonly #options: Options;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #isOver = false;

  constructor(options: Options) {
    this.#options = options;
    this.#connect();
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** A page that is put aside by the browser keeps no socket, or it couldn't be put aside. */
  pause(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** Without waiting any longer: the network is back, or the page. */
  resume(): void {
    if (this.#socket === null && !this.#isOver) this.#connect();
  }

  #connect(): void {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    const giveUp = setTimeout(() => {
      if (socket.readyState === WebSocket.CONNECTING) socket.close();
    }, CONNECT_TIMEOUT_MS);
    socket.addEventListener("message", ({ data }) => {
      this.#attempt = 0;
      const event = parsed(data);
      if (event !== null) this.#options.hear(event);
    });
    socket.addEventListener("close", ({ code }) => {
      clearTimeout(giveUp);
      if (this.#socket === socket) this.#lost(code);
    });
  }

  #lost(code: number): void {
    this.#socket = null;
    this.#isOver = endingOfCloseCode(code) !== null;
    if (this.#isOver) return;
    this.#attempt += 1;
    const delay = reconnectDelay(this.#attempt, code, this.#options.random ?? Math.random);
    this.#timer = setTimeout(() => {
      this.#connect();
    }, delay);
  }
}

function parsed(data: unknown): PersonEvent | null {
  if (typeof data !== "string") return null;
  try {
    const event: unknown = JSON.parse(data);
    const isOne = typeof event === "object" && event !== null && "type" in event && typeof event.type === "string";
    return isOne ? (event as PersonEvent) : null;
  } catch {
    return null;
  }
}
