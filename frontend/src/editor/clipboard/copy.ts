import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

import { CopySerializer } from "./copied-html";
import { copyAsMarkdown } from "./copy-markdown";
import type { MovedBlocks } from "./moved-blocks";
import { plainText } from "./plain-text";

/** What is copied or cut, as HTML and as text. */
export function copy(moved: MovedBlocks): Extension {
  return Extension.create({
    name: "copy",
    priority: 1_100,
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin({
          props: {
            clipboardSerializer: new CopySerializer(editor.schema),
            clipboardTextSerializer: ({ content }) => plainText(content),
            handleDOMEvents: {
              cut: ({ state }) => {
                moved.cut(state);
                return false;
              },
            },
          },
          view: () => {
            const menuItem = document.getElementById("copy-markdown");
            const onClick = (): void => void copyAsMarkdown(editor);
            menuItem?.addEventListener("click", onClick);
            return {
              destroy: () => {
                menuItem?.removeEventListener("click", onClick);
              },
            };
          },
        }),
      ];
    },
  });
}
