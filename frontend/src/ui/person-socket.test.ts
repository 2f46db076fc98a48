import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { PersonSocket } from "./person-socket";

class Wire extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static made: Wire[] = [];
  readyState = Wire.OPEN;

  constructor(readonly url: string) {
    super();
    Wire.made.push(this);
  }

  close(): void {
    this.end(1000);
  }

  end(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  say(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

const heard: string[] = [];

function open(): PersonSocket {
  return new PersonSocket({ url: "ws://here/ws/me", hear: ({ type }) => heard.push(type), random: () => 0.5 });
}

function last(): Wire {
  const wire = Wire.made.at(-1);
  if (wire === undefined) throw new Error("Nothing was connected.");
  return wire;
}

describe("the socket of a person", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", Wire);
    Wire.made = [];
    heard.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("hears what has a type, and nothing else", () => {
    open();
    for (const data of ['{"type":"notifications"}', "nonsense", "[]", "null", '{"type":1}', new Uint8Array()])
      last().say(data);
    expect(heard).toEqual(["notifications"]);
  });

  it("comes back after it was lost, later and later", () => {
    open();
    last().end(1006);
    vi.advanceTimersByTime(1_000);
    expect(Wire.made).toHaveLength(2);
    for (let times = 0; times < 8; times += 1) {
      last().end(1013);
      vi.advanceTimersByTime(30_000);
    }
    expect(Wire.made).toHaveLength(10);
    last().end(1013);
    vi.advanceTimersByTime(10_000);
    expect(Wire.made).toHaveLength(10);
  });

  it("stays away when the session has ended", () => {
    const socket = open();
    last().end(4401);
    vi.advanceTimersByTime(120_000);
    socket.resume();
    expect(Wire.made).toHaveLength(1);
  });

  it("is closed while the page is put aside, and opened again with it", () => {
    const socket = open();
    socket.pause();
    vi.advanceTimersByTime(120_000);
    expect(Wire.made).toHaveLength(1);
    socket.resume();
    socket.resume();
    expect(Wire.made).toHaveLength(2);
    expect(socket.isOpen).toBe(true);
  });
});
