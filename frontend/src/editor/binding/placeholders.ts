import { Node } from "@tiptap/core";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { freshId } from "./ids";

const SAID = t("This part can’t be shown here. It is kept.");

/** The keys of this page's placeholders begin with it: those of another page stand for nothing here. */
const PAGE = freshId();
let keys = 0;

export function freshKey(): string {
  keys += 1;
  return `${PAGE}.${keys}`;
}

/**
 * What stands for something that this page can't show: of a later version, or not allowed where it is. It can't be
 * edited, and no document ever holds it; `key` says what it stands for (see reading.ts). It can be cut and pasted.
 */
const attributes = () => ({
  name: { default: "", rendered: false },
  key: { default: null, rendered: false },
});

function parseRules(tag: string) {
  const getAttrs = (dom: HTMLElement): { key: string; name: string } | false => {
    const { unknown: key = "" } = dom.dataset;
    return key.startsWith(`${PAGE}.`) ? { key, name: dom.title } : false;
  };
  return [{ tag: `${tag}[data-unknown]`, priority: 1_000, getAttrs }];
}

const UnknownBlock = Node.create({
  name: "unknownBlock",
  group: "block",
  atom: true,
  draggable: false,
  addAttributes: attributes,
  parseHTML: () => parseRules("div"),
  renderHTML: ({ node }) => element("div", rendered(node), SAID),
});

const UnknownInline = Node.create({
  name: "unknownInline",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: attributes,
  parseHTML: () => parseRules("span"),
  renderHTML: ({ node }) => element("span", { ...rendered(node), "aria-label": SAID }, "?"),
});

export const placeholders = [UnknownBlock, UnknownInline];

function rendered({ attrs }: { readonly attrs: Record<string, unknown> }): Record<string, string> {
  const [name, key] = [String(attrs["name"]), String(attrs["key"])];
  return { class: "unknown", contenteditable: "false", title: name, "data-unknown": key };
}
