import type { EditorState } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import { isApple } from "../../lib/platform";
import { freshId } from "../binding/ids";
import type { Arriving } from "./slices";

/** Which blocks keep their ids: those that are moved within the document, by cutting and pasting or by dragging. */
export class MovedBlocks {
  #cut = new Set<string>();
  #dragged = false;

  /** What is about to be cut may come back as itself. */
  cut({ doc, selection }: EditorState): void {
    this.#cut = new Set();
    doc.nodesBetween(selection.from, selection.to, (node) => {
      const id: unknown = node.attrs["id"];
      if (typeof id === "string") this.#cut.add(id);
    });
  }

  dropped(view: EditorView, event: DragEvent): void {
    this.#dragged = view.dragging?.move === true && !(isApple ? event.altKey : event.ctrlKey);
  }

  arriving({ doc }: EditorState): Arriving {
    const isDragged = this.#dragged;
    this.#dragged = false;
    const present = isDragged || this.#cut.size === 0 ? new Set() : idsIn(doc);
    return {
      keepsId: (id) => isDragged || (this.#cut.has(id) && !present.has(id)),
      hasFootnote: (id) => isFootnoteIn(doc, id),
      freshId,
    };
  }
}

function idsIn(doc: EditorState["doc"]): Set<unknown> {
  const ids = new Set<unknown>();
  doc.descendants(({ attrs, inlineContent }) => {
    ids.add(attrs["id"]);
    return !inlineContent;
  });
  return ids;
}

function isFootnoteIn(doc: EditorState["doc"], id: string): boolean {
  let found = false;
  doc.descendants((node) => {
    found ||= node.type.name === "footnote" && node.attrs["id"] === id;
    return !found && !node.inlineContent;
  });
  return found;
}
