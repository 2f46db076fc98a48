import { isNodeActive } from "@tiptap/core";
import { Blockquote as BaseBlockquote } from "@tiptap/extension-blockquote";

import { freshId } from "./fresh-id";

export const Blockquote = BaseBlockquote.extend({
  addCommands() {
    const { name } = this;
    return {
      ...this.parent?.(),
      // With its id from the start: what is inside needn't be drawn once more for it.
      toggleBlockquote:
        () =>
        ({ state, commands }) =>
          isNodeActive(state, name) ? commands.lift(name) : commands.wrapIn(name, { id: freshId() }),
    };
  },
});
