import { InputRule, Mark, markInputRule, mergeAttributes } from "@tiptap/core";

import { isAllowedLink } from "../schema/attributes";
import { autolink, PREVENT_AUTOLINK } from "./autolink";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    link: {
      setLink: (attributes: { href: string }) => ReturnType;
      unsetLink: () => ReturnType;
    };
  }
}

/** How every link is shown; a document holds the address alone. */
const SHOWN = { rel: "noopener noreferrer nofollow", target: "_blank" };

/** "[text](address)", whose address may have parentheses in it; a picture has "!" before it. */
const MARKDOWN = /(?<![!\\])\[([^[\]]*[^[\]\s][^[\]]*)\]\(((?:[^\s()]|\([^\s()]*\))+)\)$/;

/** A link that leads where it must not is shown as plain text, and left as it is. */
export const Link = Mark.create({
  name: "link",
  priority: 1_000,
  keepOnSplit: false,
  exitable: true,
  inclusive: true,

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

  addCommands() {
    return {
      setLink:
        ({ href }) =>
        ({ chain }) =>
          isAllowedLink(href) && chain().setMark(this.name, { href }).setMeta(PREVENT_AUTOLINK, true).run(),
      unsetLink:
        () =>
        ({ chain }) =>
          chain().unsetMark(this.name, { extendEmptyMarkRange: true }).setMeta(PREVENT_AUTOLINK, true).run(),
    };
  },

  addInputRules() {
    const rule = markInputRule({
      find: findMarkdown,
      type: this.type,
      getAttributes: ({ data }) => ({ href: data?.["href"] as unknown }),
    });
    return [
      new InputRule({
        find: findMarkdown,
        handler: (props) => {
          const result = rule.handler(props);
          if (props.state.tr.docChanged) props.state.tr.setMeta(PREVENT_AUTOLINK, true);
          return result;
        },
      }),
    ];
  },

  addProseMirrorPlugins() {
    return [autolink(this.type)];
  },
});

function findMarkdown(
  text: string,
): { index: number; text: string; replaceWith: string; data: { href: string } } | null {
  const match = MARKDOWN.exec(text);
  const [whole, words, href] = match ?? [];
  if (match === null || whole === undefined || words === undefined || href === undefined || !isAllowedLink(href))
    return null;
  // Code that isn't finished yet.
  if ((text.slice(0, match.index).split("`").length - 1) % 2 === 1) return null;
  return { index: match.index, text: whole, replaceWith: words, data: { href } };
}
