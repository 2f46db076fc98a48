import { expect, test } from "vitest";

import { answerNavigation, type NavigationWorld } from "./navigation";
import { documentOf, shellFor } from "./release";

const SHELL = new Response("from the browser");
const LATE = "late";

function world(fields: Partial<NavigationWorld>): NavigationWorld {
  return {
    fetch: () => Promise.resolve(new Response("from the server")),
    shell: () => Promise.resolve(SHELL),
    isKept: () => Promise.resolve(true),
    pause: () => new Promise(() => undefined),
    ...fields,
  };
}

function failing(): Promise<Response> {
  return Promise.reject(new TypeError("Failed to fetch"));
}

test.each([
  ["/", "list", null],
  ["/trash", "list", null],
  ["/documents/01a204e4-daae-77e8-84df-cbfb6f63a2e5/", "document", "01a204e4-daae-77e8-84df-cbfb6f63a2e5"],
  ["/documents/01a204e4-daae-77e8-84df-cbfb6f63a2e5/members", null, null],
  ["/accounts/login/", null, null],
  ["/admin/", null, null],
])("%s is stood in for by %j", (path, shell, document) => {
  const url = new URL(path, "https://text.example");
  expect([shellFor(url), documentOf(url)]).toEqual([shell, document]);
});

test.each([200, 302, 403, 404])("what the server answers is shown (%i)", async (status) => {
  const answer = new Response(null, { status });
  expect(await answerNavigation("list", world({ fetch: () => Promise.resolve(answer) }))).toBe(answer);
});

test.each([500, 502, 503, 504])("a server that fails (%i) is stood in for", async (status) => {
  const fetch = (): Promise<Response> => Promise.resolve(new Response(null, { status }));
  expect(await answerNavigation("document", world({ fetch }))).toBe(SHELL);
});

test("without a network what is kept is shown", async () => {
  expect(await answerNavigation("document", world({ fetch: failing }))).toBe(SHELL);
});

test("without a network and without a page to show, the browser says what is wrong", async () => {
  const answer = answerNavigation("list", world({ fetch: failing, shell: () => Promise.resolve(undefined) }));
  await expect(answer).rejects.toThrow("Failed to fetch");
});

test("when the answer is late, what is kept is shown", async () => {
  const slow = { fetch: () => new Promise<Response>(() => undefined), pause: () => Promise.resolve() };
  expect(await answerNavigation("document", world(slow))).toBe(SHELL);
});

test("what isn't kept waits for an answer that is late", async () => {
  let arrive: (answer: Response) => void;
  const fetch = (): Promise<Response> =>
    new Promise((resolve) => {
      arrive = resolve;
    });
  const isKept = (): Promise<boolean> => {
    setTimeout(() => {
      arrive(new Response(LATE));
    });
    return Promise.resolve(false);
  };
  const answer = await answerNavigation("document", world({ fetch, isKept, pause: () => Promise.resolve() }));
  expect(await answer.text()).toBe(LATE);
});
