import { named } from "../../lib/i18n";
import type { Action } from "../actions";
import { copyAsMarkdown } from "./copy-markdown";

/** What can be done with the clipboard by more than the usual keys. */
export const CLIPBOARD: readonly Action[] = [
  {
    id: "copy-markdown",
    ...named("Copy as Markdown", "clipboard export md"),
    icon: "copy",
    run: (chain) =>
      chain.command(({ editor, dispatch }) => {
        if (dispatch !== undefined) void copyAsMarkdown(editor);
        return true;
      }),
  },
];
