import { Extension, type Editor, type Range } from "@tiptap/core";
import { PluginKey, type Transaction } from "@tiptap/pm/state";
import { Suggestion } from "@tiptap/suggestion";

import { isRemote } from "../guard";
import { ChoiceList, type Choice } from "./choice-list";

/** What is offered after a sign that somebody types, and what happens with the one they choose. */
export interface Offer<Item> {
  readonly name: string;
  readonly label: string;
  readonly sign: string;
  readonly allowSpaces?: boolean;
  /** How many letters after the sign it takes, unless an action offers it. */
  readonly letters?: number;
  /** Said when there is nothing to choose; without it the list goes away then. */
  readonly nothing?: string;
  readonly find: (query: string, signal: AbortSignal) => Promise<Item[]>;
  readonly show: (item: Item) => Choice;
  readonly choose: (editor: Editor, range: Range, item: Item) => void;
}

/** Long enough that fast typing asks once. */
const TYPING_MS = 120;
/** Before the sign: nothing, a space or anything else that belongs to no word, as in "(@ada". */
const OUTSIDE_WORDS = ["\\W"];

/** Opens the list of this name for the sign that the transaction inserts, though no letter was typed yet. */
export function offer(transaction: Transaction, name: string): void {
  transaction.setMeta("offered", name);
}

export function choices<Item>(what: Offer<Item>): Extension {
  const { name, sign, allowSpaces = false, letters = 0 } = what;
  return Extension.create({
    name: `${name}Choices`,
    addProseMirrorPlugins() {
      const list = new ChoiceList<Item>(this.editor, what);
      const mayOpen = (query: string, transaction: Transaction): boolean =>
        transaction.getMeta("offered") === name ||
        (query.length >= letters && transaction.docChanged && !isRemote(transaction));
      return [
        Suggestion<Item, Item>({
          editor: this.editor,
          pluginKey: new PluginKey(`${name}Choices`),
          char: sign,
          allowSpaces,
          allowedPrefixes: OUTSIDE_WORDS,
          debounce: TYPING_MS,
          allow: ({ editor, state, range }) => editor.isEditable && isWords(state.doc.resolve(range.from).parent.type),
          // A caret that comes back to an old sign asks for nothing.
          shouldShow: ({ query, transaction }) => list.isOpen || mayOpen(query, transaction),
          items: ({ query, signal }) => what.find(query, signal),
          command: ({ editor, range, props }) => {
            what.choose(editor, range, props);
          },
          render: () => ({ onStart: list.show, onUpdate: list.show, onKeyDown: list.onKey, onExit: list.hide }),
        }),
      ];
    },
  });
}

function isWords({ spec }: { spec: { code?: boolean | undefined } }): boolean {
  return spec.code !== true;
}
