import type { ChainedCommands } from "@tiptap/core";

import type { Action } from "../actions";
import { offer } from "./choices";

/** Mention, link to a document, emoji: each types its sign, and its list opens. */
export const REFERENCES: readonly Action[] = [
  {
    id: "mention",
    name: "Mention a person",
    group: "Insert",
    icon: "atSign",
    words: "mention person name at user",
    markdown: "@",
    run: (chain) => typeSign(chain, "mention", "@"),
  },
  {
    id: "document-link",
    name: "Link to document",
    group: "Insert",
    icon: "file",
    words: "page reference internal wiki",
    markdown: "[[",
    run: (chain) => typeSign(chain, "documentLink", "[["),
  },
  {
    id: "emoji",
    name: "Emoji",
    group: "Insert",
    icon: "smile",
    words: "smiley symbol icon",
    markdown: ":",
    run: (chain) => typeSign(chain, "emoji", ":"),
  },
];

function typeSign(chain: ChainedCommands, name: string, sign: string): ChainedCommands {
  return chain.command(({ tr, dispatch }) => {
    const { $from, from, to } = tr.selection;
    if (!$from.parent.inlineContent || $from.parent.type.spec.code === true) return false;
    if (dispatch === undefined) return true;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, "\n", " ");
    tr.insertText(/\w/.test(before) ? ` ${sign}` : sign, from, to);
    offer(tr, name);
    return true;
  });
}
