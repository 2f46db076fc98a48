// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";

import { settle } from "./account";

afterEach(() => {
  document.cookie = "signed-out=; Max-Age=0";
  vi.unstubAllGlobals();
});

test("a browser whose storage is broken opens documents from the server, and nothing that it kept", async () => {
  const open = (): never => {
    throw new DOMException("A higher version.", "VersionError");
  };
  vi.stubGlobal("indexedDB", { open });
  document.cookie = "signed-out=ada";
  expect(await settle()).toBe(false);
  expect(document.cookie).toContain("signed-out=ada");
});

test("nobody has signed out: what is kept may be shown", async () => {
  vi.stubGlobal("indexedDB", {});
  expect(await settle()).toBe(true);
});
