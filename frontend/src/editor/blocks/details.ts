import { type ChainedCommands, InputRule, Node } from "@tiptap/core";
import { Fragment, type Node as ProseMirrorNode } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";

import { t } from "../../lib/i18n";
import { isRemote } from "../guard";
import { around } from "./around";
import { backspace, enter, forwardDelete } from "./details-keys";
import { DetailsContentView, DetailsView, reveal, toggleOpen } from "./details-view";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    details: {
      /** A block's text becomes a summary, with room below it; of several blocks it becomes the content. */
      setDetails: () => ReturnType;
      unsetDetails: () => ReturnType;
      toggleDetails: () => ReturnType;
    };
  }
}

const MADE = "detailsMade";

/** A summary that shows and hides what belongs to it. Whether it is open is each reader's own affair. */
export const Details = Node.create({
  name: "details",
  group: "block",
  content: "detailsSummary detailsContent",
  defining: true,
  isolating: true,
  // What is written between a summary and its content would belong to neither.
  allowGapCursor: false,

  parseHTML: () => [{ tag: "details" }],

  renderHTML: ({ HTMLAttributes }) => ["details", HTMLAttributes, 0],

  addNodeView: () => (props) => new DetailsView(props),

  addCommands() {
    return {
      setDetails: () => (props) => setDetails(props),
      unsetDetails: () => (props) => unsetDetails(props.tr),
      toggleDetails:
        () =>
        ({ tr, commands }) =>
          around(tr.selection.$from, this.name) === null ? commands.setDetails() : commands.unsetDetails(),
    };
  },

  addKeyboardShortcuts() {
    return {
      Enter: () => enter(this.editor),
      Backspace: () => backspace(this.editor),
      Delete: () => forwardDelete(this.editor),
    };
  },

  addInputRules() {
    return [
      new InputRule({
        find: /^(?:\+\+\+|:::details)\s$/,
        handler: ({ chain, range }) => {
          makeByTyping(chain().deleteRange(range));
        },
      }),
    ];
  },

  onTransaction({ editor, transaction }) {
    if (transaction.getMeta(MADE) === undefined) return;
    const details = around(editor.state.selection.$from, this.name);
    if (details !== null) toggleOpen(editor.view, details.position);
  },

  onSelectionUpdate({ editor, transaction }) {
    if (!isRemote(transaction)) reveal(editor.view, editor.state.selection.$head);
  },
});

export const DetailsSummary = Node.create({
  name: "detailsSummary",
  content: "inline*",
  defining: true,
  isolating: true,
  selectable: false,
  parseHTML: () => [{ tag: "summary" }],
  renderHTML: () => ["summary", { class: "details-summary", dir: "auto", "data-placeholder": t("Summary") }, 0],
});

export const DetailsContent = Node.create({
  name: "detailsContent",
  content: "block+",
  defining: true,
  selectable: false,
  parseHTML: () => [{ tag: 'div[data-type="detailsContent"], div.details-content' }],
  renderHTML: () => ["div", { "data-type": "detailsContent" }, 0],
  addNodeView: () => () => new DetailsContentView(),
});

function makeByTyping(chain: ChainedCommands): void {
  chain.setDetails().run();
}

function setDetails({ tr, dispatch }: { tr: Transaction; dispatch: unknown }): boolean {
  const { nodes } = tr.doc.type.schema;
  const { details, detailsSummary, detailsContent, paragraph } = nodes;
  const range = tr.selection.$from.blockRange(tr.selection.$to);
  if (range === null || !details || !detailsSummary || !detailsContent || !paragraph) return false;
  if (!range.parent.canReplaceWith(range.startIndex, range.endIndex, details)) return false;
  if (dispatch === undefined) return true;
  const blocks: ProseMirrorNode[] = [];
  for (let index = range.startIndex; index < range.endIndex; index += 1) blocks.push(range.parent.child(index));
  const only = blocks.length === 1 && blocks[0]?.inlineContent === true ? blocks[0] : null;
  const summary = detailsSummary.createChecked(null, only?.type.spec.code === true ? null : only?.content);
  const content = detailsContent.createChecked(null, only === null ? blocks : paragraph.create());
  tr.replaceWith(range.start, range.end, details.create(null, [summary, content]));
  tr.setSelection(TextSelection.create(tr.doc, range.start + 2 + summary.content.size));
  tr.setMeta(MADE, true);
  return true;
}

/** The summary becomes a paragraph, and what it hid follows it. */
function unsetDetails(tr: Transaction): boolean {
  const found = around(tr.selection.$from, "details");
  const paragraph = tr.doc.type.schema.nodes["paragraph"];
  if (found === null || paragraph === undefined) return false;
  const { node, position } = found;
  const lead = paragraph.create(null, node.child(0).content);
  const { anchor, head } = tr.selection;
  tr.replaceWith(position, position + node.nodeSize, Fragment.from(lead).append(node.child(1).content));
  const back = (place: number): number => place - (place > position + 1 + node.child(0).nodeSize ? 2 : 1);
  tr.setSelection(TextSelection.between(tr.doc.resolve(back(anchor)), tr.doc.resolve(back(head))));
  return true;
}
