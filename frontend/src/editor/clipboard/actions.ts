import type { Action } from "../actions";
import { copyAsMarkdown } from "./copy-markdown";

/** What can be done with the clipboard by more than the usual keys. */
export const CLIPBOARD: readonly Action[] = [
  {
    id: "copy-markdown",
    name: "Copy as Markdown",
    icon: "copy",
    words: "clipboard export md",
    run: (chain) =>
      chain.command(({ editor, dispatch }) => {
        if (dispatch !== undefined) void copyAsMarkdown(editor);
        return true;
      }),
  },
];
