import { Linter } from "eslint";
import { expect, test } from "vitest";

import { english } from "./english.js";

function found(code: string): number {
  const config = {
    plugins: { scriptorium: { rules: { english } } },
    rules: { "scriptorium/english": "error" },
  } as const;
  return new Linter().verify(code, config).length;
}

test.each([
  'element("button", {}, "Do it")',
  'element("p", {}, gone ? "gone" : name)',
  'element("button", { class: "button", "aria-label": "close" }, icon("x"))',
  "button.textContent = `delete ${name}`",
  'button.dataset["tooltip"] = "open"',
  'toast("Copied.")',
  'const item = { name: "Move up", icon: "arrowUp" }',
  "const text = `${count} edits`",
  'const EMPTY = "nothing is called that"',
  'throw new FormulaError("It is nested too deeply.")',
])("%s says something in English", (code) => {
  expect(found(code)).toBe(1);
});

test.each([
  'element("button", { class: "button button--quiet", type: "button" }, t("Do it"), icon("x"))',
  'element("div", {}, element("span", { role: "status" }, name), " ")',
  'const item = { ...named("Move up", "above higher"), shortcut: "Mod-Shift-A" }',
  'const text = tn("{count} edit", "{count} edits", 3)',
  'if (event.key === "Enter" || keys.includes("Arrow Left")) go("ArrowDown")',
  'throw new Error("The page has no such thing.")',
  'document.querySelector("div.Menu span")',
  "document.title = `${title} · Scriptorium`",
  "dom.style.translate = `${x}px ${y}px`",
  'headers["Content-Type"] = "application/json"',
])("%s doesn't", (code) => {
  expect(found(code)).toBe(0);
});
