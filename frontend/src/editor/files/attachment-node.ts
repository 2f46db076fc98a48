import { mergeAttributes, Node } from "@tiptap/core";

import { AttachmentView } from "./attachment-view";
import { fileAttribute, wholeAttribute } from "./html-attributes";
import { downloadUrl } from "./page-files";

/** A file to download. */
export const AttachmentNode = Node.create({
  name: "attachment",
  group: "block",
  atom: true,
  selectable: true,
  draggable: true,

  addAttributes() {
    const hidden = { rendered: false } as const;
    return {
      file: { ...hidden, default: null, parseHTML: fileAttribute },
      name: { ...hidden, default: "", parseHTML: (dom) => (dom.getAttribute("data-name") ?? "").slice(0, 255) },
      size: { ...hidden, default: null, parseHTML: wholeAttribute("data-size", 0, 1_000_000_000_000) },
      contentType: { ...hidden, default: null, parseHTML: contentTypeOf },
    };
  },

  parseHTML() {
    return [{ tag: "div[data-file]" }];
  },

  addNodeView() {
    const { storage } = this.editor;
    return ({ node, view }) => new AttachmentView(node, storage.fileTools.adoptions, () => view.editable);
  },

  renderHTML({ node: { attrs }, HTMLAttributes }) {
    const { file, name, size, contentType } = attrs as Record<string, string | number | null>;
    const card = { "data-file": file, "data-name": name, "data-size": size, "data-content-type": contentType };
    const href = typeof file === "string" ? downloadUrl(file) : null;
    return ["div", mergeAttributes(HTMLAttributes, card), ["a", { href }, String(name)]];
  },
});

function contentTypeOf(element: HTMLElement): string | null {
  const type = element.getAttribute("data-content-type") ?? "";
  return type === "" || type.length > 127 ? null : type;
}
