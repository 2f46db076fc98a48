// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";

import { upload } from "./upload";

/** The browser's request, as far as an upload uses it; the test is the network. */
class Network {
  static last: Network;
  readonly open = vi.fn();
  readonly setRequestHeader = vi.fn();
  readonly send = vi.fn();
  readonly upload: { onprogress?: (event: object) => void } = {};
  onloadend?: () => void;
  status = 0;
  responseText = "";
  responseURL = "";

  constructor() {
    Network.last = this;
  }

  answer(status: number, responseText: string, responseURL: string): void {
    Object.assign(this, { status, responseText, responseURL });
    this.onloadend?.();
  }
}

const URL_ASKED = "https://text.example/documents/d1/updates";

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", Network);
  return () => {
    vi.unstubAllGlobals();
  };
});

function start(): ReturnType<typeof upload> {
  return upload(URL_ASKED, new Uint8Array(8), () => undefined);
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
