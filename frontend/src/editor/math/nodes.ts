import { Node, type Attributes } from "@tiptap/core";

import { isAllowed } from "../schema/attributes";
import { NODES } from "../schema/description";
import { MathView } from "./math-view";

export const InlineMath = Node.create({
  name: "inlineMath",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => latexAttribute("inlineMath"),
  parseHTML: () => [
    { tag: 'span[data-type="inline-math"]', priority: 60 },
    { tag: "span.katex", getAttrs: hasSource },
    { tag: 'math:not([display="block"])', getAttrs: hasSource },
  ],
  renderHTML: ({ node, HTMLAttributes }) => [
    "span",
    { ...HTMLAttributes, "data-type": "inline-math" },
    String(node.attrs["latex"]),
  ],
  renderText: ({ node }) => `$${String(node.attrs["latex"])}$`,
  addNodeView() {
    return ({ node, editor, getPos }) => new MathView(node, editor, getPos);
  },
});

export const BlockMath = Node.create({
  name: "blockMath",
  group: "block",
  atom: true,
  addAttributes: () => latexAttribute("blockMath"),
  parseHTML: () => [
    { tag: 'div[data-type="block-math"]', priority: 60 },
    { tag: "span.katex-display", getAttrs: hasSource, priority: 55 },
    { tag: 'math[display="block"]', getAttrs: hasSource },
  ],
  renderHTML: ({ node, HTMLAttributes }) => [
    "div",
    { ...HTMLAttributes, "data-type": "block-math" },
    String(node.attrs["latex"]),
  ],
  renderText: ({ node }) => `$$${String(node.attrs["latex"])}$$`,
  addNodeView() {
    return ({ node, editor, getPos }) => new MathView(node, editor, getPos);
  },
});

function latexAttribute(name: string): Attributes {
  return {
    latex: {
      default: "",
      parseHTML: (element) => {
        const spec = NODES[name]?.attributes["latex"];
        const found = sourceOf(element) ?? "";
        return spec !== undefined && isAllowed(spec, found) ? found : "";
      },
      renderHTML: ({ latex }) => ({ "data-latex": String(latex) }),
    },
  };
}

function hasSource(element: HTMLElement): false | null {
  return sourceOf(element) === null ? false : null;
}

/** As we wrote it, or as KaTeX and MathML keep it beside what they show. */
function sourceOf(element: HTMLElement): string | null {
  const annotation = element.querySelector('annotation[encoding="application/x-tex"]');
  return element.getAttribute("data-latex") ?? annotation?.textContent ?? null;
}
