import { InputRule, mergeAttributes, Node } from "@tiptap/core";
import type { NodeType } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { findWrapping } from "@tiptap/pm/transform";

import { NODES } from "../schema/description";
import { around } from "./around";
import { CalloutView } from "./callout-view";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    callout: {
      /** Puts the selected blocks in a callout; the callout that they are in becomes one of this kind. */
      setCallout: (kind: string) => ReturnType;
      /** The same, but takes a callout of this kind away. */
      toggleCallout: (kind: string) => ReturnType;
    };
  }
}

const { values: KINDS = [], default: DEFAULT_KIND } = NODES["callout"]?.attributes["kind"] ?? {};

/** What other programs call the kinds. */
const KIND_OF: Readonly<Record<string, string>> = {
  ...Object.fromEntries(KINDS.map((kind) => [kind, kind])),
  note: "info",
  important: "info",
  tip: "success",
  caution: "danger",
};
const WORDS = Object.keys(KIND_OF).join("|");

/** Something that stands apart from the text, with an icon that says of what kind it is. */
export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes: () => ({
    kind: {
      default: DEFAULT_KIND,
      parseHTML: (element) => KIND_OF[element.getAttribute("data-callout") ?? ""] ?? DEFAULT_KIND,
      renderHTML: ({ kind }) => ({ "data-callout": String(kind) }),
    },
  }),

  parseHTML: () => [{ tag: "aside[data-callout]" }],

  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes({ class: "callout" }, HTMLAttributes), 0],

  addNodeView: () => (props) => new CalloutView(props),

  addCommands() {
    return {
      setCallout:
        (kind) =>
        ({ tr, commands }) => {
          const present = around(tr.selection.$from, this.name);
          if (present === null) return commands.wrapIn(this.name, { kind });
          tr.setNodeAttribute(present.position, "kind", kind);
          return true;
        },
      toggleCallout:
        (kind) =>
        ({ tr, commands }) => {
          const present = around(tr.selection.$from, this.name);
          return present?.node.attrs["kind"] === kind ? commands.lift(this.name) : commands.setCallout(kind);
        },
    };
  },

  addInputRules() {
    return [
      new InputRule({
        find: new RegExp(`^(?:!!!|:::(${WORDS}))\\s$`, "i"),
        handler: ({ state: { tr }, range, match: [, word = ""] }) => {
          tr.delete(range.from, range.to);
          return wrap(tr, this.type, KIND_OF[word.toLowerCase()]) ? undefined : null;
        },
      }),
      new InputRule({
        find: new RegExp(`^\\[!(${WORDS})\\]\\s$`, "i"),
        handler: ({ state: { tr }, range, match: [, word = ""] }) => {
          const kind = KIND_OF[word.toLowerCase()];
          tr.delete(range.from, range.to);
          return fromQuote(tr, this.type, kind) || wrap(tr, this.type, kind) ? undefined : null;
        },
      }),
    ];
  },
});

function wrap(tr: Transaction, type: NodeType, kind: unknown = DEFAULT_KIND): boolean {
  const range = tr.selection.$from.blockRange();
  const wrapping = range === null ? null : findWrapping(range, type, { kind });
  if (range === null || wrapping === null) return false;
  tr.wrap(range, wrapping);
  return true;
}

/** "> " has made a quote before "[!NOTE]" is typed in its first line. */
function fromQuote(tr: Transaction, type: NodeType, kind: unknown): boolean {
  const { $from } = tr.selection;
  const quote = around($from, "blockquote");
  if (quote === null || $from.depth !== quote.depth + 1 || $from.index(quote.depth) !== 0) return false;
  tr.setNodeMarkup(quote.position, type, { ...quote.node.attrs, kind });
  return true;
}
