import { Extension } from "@tiptap/core";

import { caretBlock, moveStep } from "./block-steps";
import { handles } from "./handles";

/** Moves the block with the caret, and leads to its handle, without a pointer. */
export const BlockKeys = Extension.create({
  name: "blockKeys",
  addKeyboardShortcuts() {
    const move = (direction: "up" | "down"): boolean => {
      const spot = caretBlock(this.editor);
      if (spot !== null) moveStep(this.editor, spot, direction);
      return true;
    };
    return {
      "Alt-Shift-ArrowUp": () => move("up"),
      "Alt-Shift-ArrowDown": () => move("down"),
      "Alt-Shift-h": () => handles.get(this.editor)?.focus() ?? false,
    };
  },
});
