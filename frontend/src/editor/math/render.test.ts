// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { drawFormula, inPlainWords } from "./render";

function drawn(latex: string): HTMLElement {
  const place = document.createElement("div");
  place.append(drawFormula(latex, false));
  return place;
}

test("a formula has MathML for screen readers, with its source", () => {
  const place = drawn("\\frac{a}{b}");
  expect(place.querySelector("math mfrac")).not.toBeNull();
  expect(place.querySelector("annotation")?.textContent).toBe("\\frac{a}{b}");
  expect(place.querySelector(".katex-html")?.getAttribute("aria-hidden")).toBe("true");
});

test.each([
  "\\href{javascript:alert(1)}{x}",
  "\\url{javascript:alert(1)}",
  "\\includegraphics{https://example.org/x.png}",
  "\\htmlClass{menu}{x}",
  "\\htmlId{body}{x}",
  "\\htmlStyle{position: fixed}{x}",
  "\\htmlData{action=delete}{x}",
])("%s leads nowhere, loads nothing and names nothing", (latex) => {
  const place = drawn(latex);
  expect(place.querySelector("a, img, [src], [href], [id], .menu, [data-action], [style*=fixed]")).toBeNull();
});

test("nothing is larger than it may be", () => {
  const width = drawn("\\rule{9000em}{1em}").querySelector("mspace")?.getAttribute("width");
  expect(width).toBe("20em");
});

test.each([
  ["\\def\\a{\\a\\a}\\a", "Its macros never come to an end."],
  ["\\nonsense", "\\nonsense is not a command that can be shown here."],
  ["\\frac{a", "A } is missing at its end."],
  ["a^b^c", "It has two superscripts in one place."],
  ["\\begin{nothing}\\end{nothing}", "There is no environment named nothing."],
])("%s is refused in plain words", (latex, words) => {
  expect(() => drawFormula(latex, true)).toThrow(words);
});

test("braces without end are refused too", () => {
  expect(() => drawFormula("{".repeat(5000) + "}".repeat(5000), true)).toThrow();
});

test("a reason that has no words of its own is passed on", () => {
  expect(inPlainWords("Something else")).toBe("It can’t be read: Something else.");
});
