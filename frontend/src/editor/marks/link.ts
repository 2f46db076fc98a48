import { mergeAttributes } from "@tiptap/core";
import { Link as BaseLink } from "@tiptap/extension-link";

import { isAllowedLink } from "../schema/attributes";

/** How every link is shown; a document holds the address alone. */
const SHOWN = { rel: "noopener noreferrer nofollow", target: "_blank" };

/** A link that leads where it must not is shown as plain text, and left as it is. */
export const Link = BaseLink.extend({
  addAttributes: () => ({ href: { default: null } }),

  parseHTML: () => [
    {
      tag: "a[href]",
      getAttrs: (anchor) => (isAllowedLink(anchor.getAttribute("href") ?? "") ? null : false),
    },
  ],

  renderHTML: ({ HTMLAttributes }) => {
    const href: unknown = HTMLAttributes["href"];
    if (typeof href !== "string" || !isAllowedLink(href)) return ["span", { class: "link-inert" }, 0];
    return ["a", mergeAttributes(SHOWN, { href }), 0];
  },
}).configure({
  openOnClick: false,
  defaultProtocol: "https",
  isAllowedUri: isAllowedLink,
  shouldAutoLink: isAllowedLink,
  markdownLinks: true,
});
