import { Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";

import { EDITOR_ORIGIN, type Binding, type Place } from "./binding";

/** Marks the title's own transactions, so that undo knows them. */
export const TITLE_ORIGIN = { name: "title" };

/** One undo history over title and body, of this person's own edits only. */
export function makeUndoManager(title: Y.Text, body: Y.XmlFragment): Y.UndoManager {
  return new Y.UndoManager([title, body], {
    trackedOrigins: new Set<unknown>([EDITOR_ORIGIN, TITLE_ORIGIN]),
    deleteFilter: isOwnAlone,
  });
}

/** A block of mine in which somebody else has written stays when I undo its making. */
function isOwnAlone(item: Y.Item): boolean {
  return !(item.content instanceof Y.ContentType) || item.content.type._length === 0;
}

interface StackEvent {
  readonly stackItem: { readonly meta: Map<unknown, unknown> };
}

/** Undo brings the selection back to where it was. */
export function historyPlugin(undoManager: Y.UndoManager, binding: Binding): Plugin {
  return new Plugin({
    key: new PluginKey("history"),
    view: (view) => {
      const added = ({ stackItem }: StackEvent): void => {
        stackItem.meta.set(binding, binding.placeBefore);
      };
      const popped = ({ stackItem }: StackEvent): void => {
        restore(view, binding, (stackItem.meta.get(binding) ?? null) as Place | null);
      };
      undoManager.on("stack-item-added", added);
      undoManager.on("stack-item-popped", popped);
      return {
        destroy: () => {
          undoManager.off("stack-item-added", added);
          undoManager.off("stack-item-popped", popped);
        },
      };
    },
  });
}

function restore(view: EditorView, binding: Binding, place: Place | null): void {
  if (place === null || !view.hasFocus()) return;
  const [anchor, head] = [binding.positionOf(place.anchor), binding.positionOf(place.head)];
  const { tr } = view.state;
  if (anchor !== null && head !== null) {
    tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head)));
  }
  view.dispatch(tr.scrollIntoView());
}
