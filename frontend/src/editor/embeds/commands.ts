import { Extension } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";

import { insertBlock, writeOnBelow } from "../insert-block";
import { embedFromUrl } from "./embed-from-url";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    embeds: {
      /** Shows the video at this address, if it is one that may be shown. */
      insertEmbed: (url: string) => ReturnType;
      /** Asks for the address first. */
      askForEmbed: () => ReturnType;
    };
  }
}

export const EmbedEditing = Extension.create({
  name: "embedEditing",
  addCommands() {
    return {
      insertEmbed:
        (url) =>
        ({ tr, dispatch }) => {
          const embed = embedFromUrl(url);
          if (embed === null || dispatch === undefined) return embed !== null;
          const block = tr.doc.type.schema.nodeFromJSON(embed);
          const at = insertBlock(tr, block);
          if (at === null) return false;
          writeOnBelow(tr, at + block.nodeSize);
          tr.setSelection(NodeSelection.create(tr.doc, at)).scrollIntoView();
          return true;
        },
      askForEmbed:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch !== undefined) {
            void import("./embed-dialog").then(({ openEmbedDialog }) => {
              openEmbedDialog(editor);
            });
          }
          return true;
        },
    };
  },
});
