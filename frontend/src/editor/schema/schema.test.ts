// @vitest-environment happy-dom
import { getSchema } from "@tiptap/core";
import { describe, expect, test } from "vitest";

import { contentExtensions } from "../extensions";
import { MARKS, NODES, type AttributeSpec } from "./description";

const schema = getSchema(contentExtensions());

/** What only this browser shows, and no document ever holds. */
const PLACEHOLDERS = new Set(["unknownBlock", "unknownInline"]);

describe("the editor has what the shared description says", () => {
  test("the same nodes", () => {
    const names = Object.keys(schema.nodes).filter((name) => !PLACEHOLDERS.has(name));
    expect(names.sort()).toEqual(Object.keys(NODES).sort());
  });

  test("the same marks", () => {
    expect(Object.keys(schema.marks).sort()).toEqual(Object.keys(MARKS).sort());
  });

  test.each(Object.entries(NODES))("node %s", (name, { group, content, marks, attributes }) => {
    const { spec } = schema.nodes[name] ?? {};
    expect(spec?.group?.split(" ").filter((one) => one === "block" || one === "inline")).toEqual(group?.split(" "));
    expect(spec?.content ?? "").toBe(content ?? "");
    expect(spec?.marks).toBe(marks);
    expect(defaultsOf(spec?.attrs)).toEqual(describedDefaults(attributes));
  });

  test.each(Object.entries(MARKS))("mark %s", (name, { attributes }) => {
    expect(defaultsOf(schema.marks[name]?.spec.attrs)).toEqual(describedDefaults(attributes));
  });
});

function defaultsOf(attributes: object = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, spec]) => [name, (spec as { default?: unknown }).default ?? null]),
  );
}

function describedDefaults(attributes: Readonly<Record<string, AttributeSpec>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, spec]) => [name, spec.default ?? null]));
}
