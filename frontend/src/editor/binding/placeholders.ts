import { Node } from "@tiptap/core";

import { element } from "../../lib/element";

const SAID = "This part can’t be shown here. It is kept.";

/**
 * What stands for something that this page can't show: of a later version, or not allowed where it is. It can't be
 * edited, and no document ever holds it; `key` says what it stands for (see reading.ts).
 */
const attributes = () => ({
  name: { default: "", rendered: false },
  key: { default: null, rendered: false },
});

const UnknownBlock = Node.create({
  name: "unknownBlock",
  group: "block",
  atom: true,
  draggable: false,
  addAttributes: attributes,
  renderHTML: ({ node }) => element("div", { class: "unknown", contenteditable: "false", title: nameOf(node) }, SAID),
});

const UnknownInline = Node.create({
  name: "unknownInline",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: attributes,
  renderHTML: ({ node }) =>
    element("span", { class: "unknown", contenteditable: "false", "aria-label": SAID, title: nameOf(node) }, "?"),
});

export const placeholders = [UnknownBlock, UnknownInline];

function nameOf({ attrs }: { readonly attrs: Record<string, unknown> }): string {
  return String(attrs["name"]);
}
