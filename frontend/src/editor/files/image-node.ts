import { mergeAttributes, Node } from "@tiptap/core";

import { enlarge } from "./block-actions";
import { fileAttribute, wholeAttribute } from "./html-attributes";
import { ImageView } from "./image-view";
import { fileUrl } from "./page-files";
import { dispatchStep } from "./tools";

/** A picture; its content is the caption. */
export const ImageNode = Node.create({
  name: "image",
  group: "block",
  content: "inline*",
  isolating: true,
  defining: true,
  selectable: true,

  addAttributes() {
    const hidden = { rendered: false } as const;
    return {
      file: { ...hidden, default: null, parseHTML: fileAttribute },
      alt: { ...hidden, default: null, parseHTML: altOf },
      width: { ...hidden, default: null, parseHTML: wholeAttribute("data-width", 5, 100) },
      align: { ...hidden, default: null, parseHTML: alignOf },
      pixelWidth: { ...hidden, default: null, parseHTML: wholeAttribute("data-pixel-width", 1, 100_000) },
      pixelHeight: { ...hidden, default: null, parseHTML: wholeAttribute("data-pixel-height", 1, 100_000) },
    };
  },

  parseHTML() {
    return [{ tag: "figure[data-file]", contentElement: captionOf }];
  },

  addNodeView() {
    const { editor } = this;
    return ({ node, view, getPos }) => {
      const { adoptions, imageViews } = editor.storage.fileTools;
      const made = new ImageView(node, {
        ...{ view, adoptions, enlarge, position: getPos },
        dispatchStep: (transaction) => {
          dispatchStep(editor, transaction);
        },
        gone: (gone) => imageViews.delete(gone),
      });
      imageViews.add(made);
      return made;
    };
  },

  renderHTML({ node: { attrs }, HTMLAttributes }) {
    const { file, alt, width, align, pixelWidth, pixelHeight } = attrs as Record<string, string | number | null>;
    const figure = {
      ...{ "data-file": file, "data-width": width, "data-align": align },
      ...{ "data-pixel-width": pixelWidth, "data-pixel-height": pixelHeight },
    };
    const src = typeof file === "string" ? fileUrl(file) : null;
    return [
      "figure",
      mergeAttributes(HTMLAttributes, figure),
      ["img", { src, alt: alt ?? "", width: pixelWidth, height: pixelHeight }],
      ["figcaption", 0],
    ];
  },
});

/** A figure may come without one. */
function captionOf(figure: globalThis.Node): HTMLElement {
  const caption = figure instanceof HTMLElement ? figure.querySelector<HTMLElement>("figcaption") : null;
  return caption ?? document.createElement("figcaption");
}

function altOf(element: HTMLElement): string | null {
  const alt = element.querySelector("img")?.getAttribute("alt")?.slice(0, 1_000) ?? "";
  return alt === "" ? null : alt;
}

function alignOf(element: HTMLElement): string | null {
  const align = element.getAttribute("data-align") ?? "";
  return ["left", "center", "right"].includes(align) ? align : null;
}
