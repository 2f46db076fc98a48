import type { ChainedCommands } from "@tiptap/core";

import { named } from "../../lib/i18n";
import type { Action } from "../actions";
import { chooseFiles } from "./tools";

export const FILES: readonly Action[] = [
  {
    id: "image",
    ...named("Image", "picture photo figure upload"),
    group: "media",
    icon: "image",
    run: (chain) => choosing(chain, "image/*"),
  },
  {
    id: "file",
    ...named("File", "attachment upload audio video pdf"),
    group: "media",
    icon: "paperclip",
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
