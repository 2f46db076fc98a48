import { Node } from "@tiptap/core";

import { EmbedView } from "./embed-view";
import { playerOf } from "./players";

export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  addAttributes: () => ({
    url: {
      default: null,
      parseHTML: (element) => {
        const address = addressOf(element);
        return playerOf(address) === null ? null : address;
      },
      renderHTML: ({ url }) => (typeof url === "string" ? { "data-url": url } : {}),
    },
  }),
  parseHTML: () => [
    { tag: 'div[data-type="embed"]', priority: 60 },
    { tag: "iframe[src]", getAttrs: (element) => (playerOf(addressOf(element)) === null ? false : null) },
  ],
  renderHTML: ({ node, HTMLAttributes }) => [
    "div",
    { ...HTMLAttributes, "data-type": "embed" },
    ...(playerOf(node.attrs["url"]) === null
      ? []
      : [["a", { href: String(node.attrs["url"]) }, String(node.attrs["url"])]]),
  ],
  renderText: ({ node }) => String(node.attrs["url"] ?? ""),
  addNodeView() {
    return ({ node }) => new EmbedView(node);
  },
});

function addressOf(element: HTMLElement): string | null {
  const src = element.getAttribute("src");
  return element.getAttribute("data-url") ?? (src?.startsWith("//") === true ? `https:${src}` : src);
}
