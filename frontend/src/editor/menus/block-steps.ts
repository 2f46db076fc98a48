import type { Editor } from "@tiptap/core";

import { blockAt, type Spot } from "./movable";
import { gapBeyond, moveBlock } from "./moving";
import { inOneStep } from "./undo-step";

export function caretBlock({ state }: Editor): Spot | null {
  return blockAt(state.doc, state.selection.from);
}

/** One place up or down. */
export function moveStep(editor: Editor, spot: Spot, direction: "up" | "down"): boolean {
  const gap = gapBeyond(editor.state.doc, spot, direction);
  return gap !== null && inOneStep(editor, (transaction) => moveBlock(transaction, spot, gap));
}
