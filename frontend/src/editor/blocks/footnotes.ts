import { InputRule, mergeAttributes, Node } from "@tiptap/core";
import { TextSelection, type Transaction } from "@tiptap/pm/state";

import { around } from "./around";
import { freshId } from "./fresh-id";
import { findFootnote, footnoteNumbers } from "./footnote-numbers";
import { FootnoteView, followSelected, ReferenceView } from "./footnote-views";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    footnotes: {
      /** Refers to a new footnote after the selection, and goes to it at the end of the document. */
      insertFootnote: () => ReturnType;
    };
  }
}

export const FootnoteReference = Node.create({
  name: "footnoteReference",
  group: "inline",
  inline: true,
  atom: true,

  addAttributes: () => ({
    footnote: {
      default: null,
      parseHTML: (element) => element.getAttribute("data-footnote"),
      renderHTML: ({ footnote }) => (typeof footnote === "string" ? { "data-footnote": footnote } : {}),
    },
  }),

  parseHTML: () => [{ tag: "sup[data-footnote]", priority: 60 }],

  renderHTML: ({ HTMLAttributes }) => ["sup", HTMLAttributes],

  renderText: () => "",

  addNodeView: () => (props) => new ReferenceView(props.view, props.node, props.decorations),

  addCommands() {
    return {
      insertFootnote:
        () =>
        ({ tr, dispatch }) =>
          insertFootnote(tr, dispatch !== undefined),
    };
  },

  addKeyboardShortcuts() {
    return {
      Enter: () => followSelected(this.editor.view),
      "Mod-Alt-f": () => this.editor.commands.insertFootnote(),
    };
  },

  addInputRules() {
    return [
      new InputRule({
        find: /\[\^\w*\]$/,
        handler: ({ state: { tr }, range }) => {
          tr.delete(range.from, range.to);
          return insertFootnote(tr, true) ? undefined : null;
        },
      }),
    ];
  },

  addProseMirrorPlugins: () => [footnoteNumbers()],
});

export const Footnote = Node.create({
  name: "footnote",
  group: "block",
  content: "paragraph+",
  defining: true,

  parseHTML: () => [{ tag: 'div[data-type="footnote"]' }],

  renderHTML: ({ HTMLAttributes }) => ["div", mergeAttributes({ "data-type": "footnote" }, HTMLAttributes), 0],

  addNodeView: () => (props) => new FootnoteView(props.view, props.node, props.decorations),

  addKeyboardShortcuts() {
    return {
      // An empty footnote goes, and the caret goes back to where it came from.
      Backspace: () => {
        const { state, view } = this.editor;
        const { $from, empty } = state.selection;
        const found = around($from, this.name);
        const isBlank = found?.node.childCount === 1 && $from.parent.content.size === 0;
        if (!empty || found === null || !isBlank) return false;
        const id: unknown = found.node.attrs["id"];
        view.dispatch(withoutFootnote(state.tr, found.position, found.node.nodeSize, id));
        return true;
      },
    };
  },
});

function insertFootnote(tr: Transaction, dispatch: boolean): boolean {
  const { footnote, footnoteReference, paragraph } = tr.doc.type.schema.nodes;
  const { $to } = tr.selection;
  if (!footnote || !footnoteReference || !paragraph || around($to, "footnote") !== null) return false;
  if (!$to.parent.canReplaceWith($to.index(), $to.index(), footnoteReference)) return false;
  if (!dispatch) return true;
  const id = freshId();
  tr.insert($to.pos, footnoteReference.create({ footnote: id }));
  const end = tr.doc.content.size;
  tr.insert(end, footnote.create({ id }, paragraph.create()));
  tr.setSelection(TextSelection.create(tr.doc, end + 2)).scrollIntoView();
  return true;
}

/** Without the reference that led there, too. The caret goes to where that was. */
function withoutFootnote(tr: Transaction, position: number, size: number, id: unknown): Transaction {
  const reference = typeof id === "string" ? findFootnote(tr.doc, "footnoteReference", id) : null;
  tr.delete(position, position + size);
  if (reference !== null && reference < position) {
    tr.delete(reference, reference + 1);
    tr.setSelection(TextSelection.create(tr.doc, reference));
  }
  return tr.scrollIntoView();
}
