import { expect, test } from "vitest";

import { bytes, text } from "./passkeys";

test("bytes go to the server and come back as base64url without padding", () => {
  const all = Uint8Array.from({ length: 256 }, (_, index) => index);
  expect(text(all.buffer)).not.toMatch(/[+/=]/);
  expect(bytes(text(all.buffer))).toEqual(all);
  expect(bytes("_-8")).toEqual(Uint8Array.from([255, 239]));
});
