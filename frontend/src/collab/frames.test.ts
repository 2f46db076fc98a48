import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { expect, test } from "vitest";

import { readEvent, readRefused, readSyncFrame } from "./frames";

function event(json: string): decoding.Decoder {
  return decoding.createDecoder(
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, json);
    }),
  );
}

test("only step 2 and updates carry edits", () => {
  expect(readSyncFrame(new Uint8Array([0, 0, 1, 0]))).toBeNull();
  expect(readSyncFrame(new Uint8Array([1, 1, 0]))).toBeNull();
  expect(readSyncFrame(new Uint8Array([0, 1, 2, 5, 6]))).toEqual({ kind: "step2", update: new Uint8Array([5, 6]) });
  expect(readSyncFrame(new Uint8Array([0, 2, 1, 9]))).toEqual({ kind: "update", update: new Uint8Array([9]) });
});

test("a refusal names the kind of frame, its number and why", () => {
  const bytes = new Uint8Array([1, 3, 6, ...new TextEncoder().encode("schema")]);
  expect(readRefused(decoding.createDecoder(bytes))).toEqual({ kind: "update", frame: 3, code: "schema" });
});

test("an event is about rights, or something beside the text; what isn't one is passed over", () => {
  expect(readEvent(event('{"type":"weather"}'))).toEqual({ type: "beside", what: "weather" });
  expect(readEvent(event("[]"))).toBeNull();
  expect(readEvent(event('{"type":"rights","role":10,"mayWrite":false}'))).toEqual({
    type: "rights",
    role: 10,
    mayWrite: false,
  });
});
