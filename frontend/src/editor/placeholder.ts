import { Extension } from "@tiptap/core";
import { Plugin, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import { t } from "../lib/i18n";

const WORDS = t("Write, or type / for blocks");

/** Says in the empty paragraph with the caret, and in an empty document, what can be done there. */
export const Placeholder = Extension.create({
  name: "placeholder",
  addProseMirrorPlugins() {
    const { editor } = this;
    return [new Plugin({ props: { decorations: (state) => (editor.isEditable ? shown(state) : null) } })];
  },
});

function shown({ doc, selection }: EditorState): DecorationSet | null {
  const { $anchor } = selection;
  const node = $anchor.depth === 0 ? $anchor.nodeAfter : $anchor.node(1);
  if (node?.type.name !== "paragraph" || node.content.size > 0) return null;
  const from = $anchor.depth === 0 ? $anchor.pos : $anchor.before(1);
  const name = doc.childCount === 1 ? "is-empty is-editor-empty" : "is-empty";
  const words = Decoration.node(from, from + node.nodeSize, { class: name, "data-placeholder": WORDS });
  return DecorationSet.create(doc, [words]);
}
