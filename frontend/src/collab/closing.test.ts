import { expect, test } from "vitest";

import { endingOfAnswer, endingOfCloseCode } from "./closing";

test.each([1000, 1001, 1006, 1009, 1011, 1012, 1013, 4500])("close code %i is no end", (code) => {
  expect(endingOfCloseCode(code)).toBeNull();
});

test.each([
  [4400, "refused"],
  [4401, "signed-out"],
  [4404, "gone"],
  [4409, "another-generation"],
  [4413, "refused"],
  [4422, "refused"],
])("close code %i is final: %s", (code, kind) => {
  expect(endingOfCloseCode(code)?.kind).toBe(kind);
});

test.each([0, 200, 408, 429, 500, 503])("HTTP status %i is no end", (status) => {
  expect(endingOfAnswer(status, "")).toBeNull();
});

test("an upload's refusal says why; a 403 without a reason means that the session changed", () => {
  expect(endingOfAnswer(403, '{"code": "read-only"}')).toEqual({ kind: "refused", code: "read-only" });
  expect(endingOfAnswer(422, '{"code": "schema"}')).toEqual({ kind: "refused", code: "schema" });
  expect(endingOfAnswer(403, "<html>CSRF</html>")).toEqual({ kind: "signed-out" });
  expect(endingOfAnswer(401, '{"code": "not-signed-in"}')).toEqual({ kind: "signed-out" });
  expect(endingOfAnswer(404, '{"code": "not-found"}')).toEqual({ kind: "gone" });
});
