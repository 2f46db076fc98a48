import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocketServer, type WebSocket } from "ws";
import * as Y from "yjs";

/** A small server of the protocol for tests: it stores, acknowledges, refuses and closes as the test says. */
export class SyncServer {
  readonly doc = new Y.Doc();
  readonly urls: string[] = [];
  readonly sockets = new Set<WebSocket>();
  /** While false, edits are taken but not acknowledged, as if the database were down. */
  acknowledges = true;
  /** The code with which the next new edit is refused. */
  refusal: string | null = null;
  largestFrame = 0;
  /** How many frames with edits have come, on all connections. */
  frames = 0;
  readonly #server: WebSocketServer;
  readonly #received = new WeakMap<WebSocket, { step2: number; update: number }>();

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on("connection", (socket, request) => {
      this.urls.push(request.url ?? "");
      this.#join(socket);
    });
  }

  static async start(port = 0): Promise<SyncServer> {
    const server = new WebSocketServer({ port, host: "127.0.0.1" });
    await new Promise((resolve) => server.once("listening", resolve));
    return new SyncServer(server);
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The server doesn't listen.");
    return address.port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws/documents/d1`;
  }

  text(): string {
    return this.doc.getText("title").toJSON();
  }

  acknowledge(): void {
    for (const socket of this.sockets) {
      const { step2, update } = this.#received.get(socket) ?? { step2: 0, update: 0 };
      this.#send(socket, (encoder) => {
        for (const value of [100, step2, update, 7]) encoding.writeVarUint(encoder, value);
      });
    }
  }

  tell(event: unknown): void {
    for (const socket of this.sockets) {
      this.#send(socket, (encoder) => {
        encoding.writeVarUint(encoder, 101);
        encoding.writeVarString(encoder, JSON.stringify(event));
      });
    }
  }

  close(code: number): void {
    for (const socket of this.sockets) socket.close(code);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #join(socket: WebSocket): void {
    this.sockets.add(socket);
    this.#received.set(socket, { step2: 0, update: 0 });
    socket.on("close", () => {
      this.sockets.delete(socket);
    });
    socket.on("message", (data: Buffer) => {
      this.#receive(socket, new Uint8Array(data));
    });
    this.#sync(socket, 0, Y.encodeStateVector(this.doc));
  }

  #receive(socket: WebSocket, bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    if (decoding.readVarUint(decoder) !== 0) return;
    this.largestFrame = Math.max(this.largestFrame, bytes.length);
    const type = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (type === 0) this.#sync(socket, 1, Y.encodeStateAsUpdate(this.doc, payload));
    else this.#take(socket, type === 1 ? "step2" : "update", payload);
  }

  #take(socket: WebSocket, kind: "step2" | "update", payload: Uint8Array): void {
    const received = this.#received.get(socket);
    if (received === undefined) return;
    received[kind] += 1;
    this.frames += 1;
    if (this.refusal !== null && Y.decodeUpdate(payload).structs.length > 0) {
      const code = this.refusal;
      this.refusal = null;
      this.#send(socket, (encoder) => {
        for (const value of [102, kind === "step2" ? 0 : 1, received[kind]]) encoding.writeVarUint(encoder, value);
        encoding.writeVarString(encoder, code);
      });
      return;
    }
    Y.applyUpdate(this.doc, payload);
    if (this.acknowledges) this.acknowledge();
  }

  #sync(socket: WebSocket, type: number, payload: Uint8Array): void {
    this.#send(socket, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint(encoder, type);
      encoding.writeVarUint8Array(encoder, payload);
    });
  }

  #send(socket: WebSocket, write: (encoder: encoding.Encoder) => void): void {
    socket.send(encoding.encode(write));
  }
}
