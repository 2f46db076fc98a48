import type { ChainedCommands } from "@tiptap/core";

import { named } from "../../lib/i18n";
import type { Action } from "../actions";
import { offer } from "./choices";

/** Mention, link to a document, emoji: each types its sign, and its list opens. */
export const REFERENCES: readonly Action[] = [
  {
    id: "mention",
    ...named("Mention a person", "mention person name at user"),
    group: "insert",
    icon: "atSign",
    markdown: "@",
    run: (chain) => typeSign(chain, "mention", "@"),
  },
  {
    id: "document-link",
    ...named("Link to document", "page reference internal wiki"),
    group: "insert",
    icon: "file",
    markdown: "[[",
    run: (chain) => typeSign(chain, "documentLink", "[["),
  },
  {
    id: "emoji",
    ...named("Emoji", "smiley symbol icon"),
    group: "insert",
    icon: "smile",
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
