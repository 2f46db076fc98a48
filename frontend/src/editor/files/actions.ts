import type { ChainedCommands } from "@tiptap/core";

import type { Action } from "../actions";
import { chooseFiles } from "./tools";

export const FILES: readonly Action[] = [
  {
    id: "image",
    name: "Image",
    group: "Media",
    icon: "image",
    words: "picture photo figure upload",
    run: (chain) => choosing(chain, "image/*"),
  },
  {
    id: "file",
    name: "File",
    group: "Media",
    icon: "paperclip",
    words: "attachment upload audio video pdf",
    run: (chain) => choosing(chain, ""),
  },
];

/** After what the chain does: the slash menu takes its own text away first. */
function choosing(chain: ChainedCommands, accept: string): ChainedCommands {
  return chain.command(({ editor, dispatch }) => {
    if (dispatch !== undefined) {
      queueMicrotask(() => {
        chooseFiles(editor, accept);
      });
    }
    return true;
  });
}
