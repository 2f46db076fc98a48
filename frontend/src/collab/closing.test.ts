import { expect, test } from "vitest";

import { endingOfCloseCode, endsTheCopy } from "./closing";

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

test.each([
  [{ kind: "signed-out" }, false],
  [{ kind: "old-page" }, false],
  [{ kind: "gone" }, true],
  [{ kind: "another-generation" }, true],
  [{ kind: "refused", code: "schema" }, true],
] as const)("after %o the copy is thrown away: %s", (ending, ends) => {
  expect(endsTheCopy(ending)).toBe(ends);
});
