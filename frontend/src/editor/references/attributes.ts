import type { Attribute } from "@tiptap/core";

/** An attribute that stands in HTML as `data-name`. */
export function textAttribute(name: string, fallback: string | null): Attribute {
  const key = `data-${name}`;
  return {
    default: fallback,
    parseHTML: (element) => element.getAttribute(key) ?? fallback,
    renderHTML: ({ [name]: value }) => (typeof value === "string" ? { [key]: value } : {}),
  };
}
