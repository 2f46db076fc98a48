import { Extension } from "@tiptap/core";
import { Plugin, type Transaction } from "@tiptap/pm/state";

import { isRemote } from "./binding";

/**
 * Nothing but what somebody does here changes the document: no change in a read-only editor, and none that a plugin
 * appends to somebody else's change.
 */
export const Guard = Extension.create({
  name: "guard",
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        filterTransaction: (transaction) => {
          if (!transaction.docChanged || isRemote(transaction)) return true;
          const root = transaction.getMeta("appendedTransaction") as Transaction | undefined;
          return editor.isEditable && (root === undefined || !isRemote(root));
        },
      }),
    ];
  },
});

export { isRemote };
