import { expect, test } from "vitest";

import { completedLink } from "./links";
import { isAllowedLink } from "../schema/attributes";

test.each(["https://a.example", "http://a.example/x?y#z", "mailto:a@b.example", "HTTPS://A.EXAMPLE"])(
  "%s may be a link",
  (href) => {
    expect(isAllowedLink(href)).toBe(true);
  },
);

test.each([
  ...["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc", "vbscript:x", "//a.example"],
  ...["/documents", "ftp://a.example", " https://a.example", "https://a.example/\u0000", "https://", ""],
])("%j may not", (href) => {
  expect(isAllowedLink(href)).toBe(false);
});

test.each([
  ["example.org", "https://example.org"],
  [" example.org/path ", "https://example.org/path"],
  ["ben@example.org", "mailto:ben@example.org"],
  ["https://x.example", "https://x.example"],
])("%s is completed to %s", (typed, href) => {
  expect(completedLink(typed)).toBe(href);
});

test.each(["javascript:alert(1)", "no link", "data:x", ""])("%j is no link", (typed) => {
  expect(completedLink(typed)).toBeNull();
});
