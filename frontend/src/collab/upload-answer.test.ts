import { describe, expect, test } from "vitest";

import { resultOfAnswer, type UploadAnswer } from "./upload-answer";

function result(status: number, text: string, redirected = false): unknown {
  const answer: UploadAnswer = { status, text, redirected };
  return resultOfAnswer(answer);
}

describe("an upload is saved", () => {
  test("when our server says where the log stands", () => {
    expect(result(200, '{"number": 57}')).toEqual({ kind: "done" });
  });

  test.each([
    ["a proxy's sign-in page", 200, "<!doctype html><title>Sign in</title>"],
    ["nothing", 200, ""],
    ["no content", 204, ""],
    ["another kind of success", 202, '{"number": 57}'],
    ["no number", 200, "{}"],
    ["a number that isn't one", 200, '{"number": "57"}'],
    ["a broken number", 200, '{"number": 5.5}'],
    ["an empty log", 200, '{"number": 0}'],
    ["no object", 200, "null"],
    ["a number alone", 200, "57"],
  ])("but not by %s", (_name, status, text) => {
    expect(result(status, text)).toEqual({ kind: "retry" });
  });

  test("but not by another address", () => {
    expect(result(200, '{"number": 57}', true)).toEqual({ kind: "retry" });
  });
});

describe("an upload is refused", () => {
  test.each([
    [401, "not-signed-in", { kind: "signed-out" }],
    [403, "csrf", { kind: "signed-out" }],
    [403, "read-only", { kind: "refused", code: "read-only" }],
    [403, "old-schema", { kind: "old-page" }],
    [404, "not-found", { kind: "gone" }],
    [409, "generation", { kind: "another-generation" }],
    [413, "too-large", { kind: "refused", code: "too-large" }],
    [422, "schema", { kind: "refused", code: "schema" }],
    [422, "old-schema", { kind: "old-page" }],
  ])("by %i %s", (status, code, ending) => {
    expect(result(status, JSON.stringify({ code }))).toEqual({ kind: "ended", ending });
  });

  test.each([0, 302, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503])("but not by a bare %i", (status) => {
    expect(result(status, "")).toEqual({ kind: "retry" });
    expect(result(status, "<html>Blocked</html>")).toEqual({ kind: "retry" });
  });

  test("but not by another address, or in another server's words", () => {
    expect(result(404, '{"code": "not-found"}', true)).toEqual({ kind: "retry" });
    expect(result(404, '{"code": "route-not-found"}')).toEqual({ kind: "retry" });
    expect(result(503, '{"code": "unavailable"}')).toEqual({ kind: "retry" });
  });
});
