// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { upload } from "./upload";

/** The browser's request, as far as an upload uses it; the test is the network. */
class Network {
  static last: Network;
  readonly open = vi.fn();
  readonly setRequestHeader = vi.fn();
  readonly send = vi.fn();
  readonly upload: { onprogress?: (event: object) => void; onload?: () => void } = {};
  onloadend?: () => void;
  status = 0;
  responseText = "";
  responseURL = "";

  constructor() {
    Network.last = this;
  }

  abort(): void {
    this.answer(0, "", "");
  }

  answer(status: number, responseText: string, responseURL: string): void {
    Object.assign(this, { status, responseText, responseURL });
    this.onloadend?.();
  }
}

const URL_ASKED = "https://text.example/documents/d1/updates";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("XMLHttpRequest", Network);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function start(gone = new AbortController().signal): ReturnType<typeof upload> {
  return upload(URL_ASKED, new Uint8Array(8), gone, () => undefined);
}

test("the answer is that of the address that was asked", async () => {
  const answer = start();
  Network.last.answer(200, '{"number": 3}', URL_ASKED);
  expect(await answer).toEqual({ status: 200, text: '{"number": 3}', redirected: false });
});

test("an answer after a redirection is known as such", async () => {
  const answer = start();
  Network.last.answer(200, "Sign in", "https://proxy.example/sign-in");
  expect((await answer).redirected).toBe(true);
});

test("an upload is given up when nothing of it gets through for half a minute", async () => {
  const answer = start();
  for (let step = 0; step < 10; step += 1) {
    vi.advanceTimersByTime(29_000);
    Network.last.upload.onprogress?.({ lengthComputable: true, loaded: step, total: 8 });
  }
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(30_000);
  expect((await answer).status).toBe(0);
});

test("the server has a minute and a quarter to answer", async () => {
  const answer = start();
  Network.last.upload.onload?.();
  vi.advanceTimersByTime(74_000);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(1_000);
  expect((await answer).status).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([true, false])(
  "an upload that nobody waits for any more is given up (before it began: %s)",
  async (before) => {
    const gone = new AbortController();
    if (before) gone.abort();
    const answer = start(gone.signal);
    gone.abort();
    expect((await answer).status).toBe(0);
  },
);
