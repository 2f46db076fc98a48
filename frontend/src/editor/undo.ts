import { defaultDeleteFilter, defaultProtectedNodes, ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

/** Marks the title's own transactions, so that undo knows them. */
export const TITLE_ORIGIN = { name: "title" };

/** One undo history over title and body, of this person's own edits only. */
export function makeUndoManager(title: Y.Text, body: Y.XmlFragment): Y.UndoManager {
  return new Y.UndoManager([title, body], {
    trackedOrigins: new Set<unknown>([ySyncPluginKey, TITLE_ORIGIN]),
    deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
    captureTransaction: (transaction) => transaction.meta.get("addToHistory") !== false,
  });
}
