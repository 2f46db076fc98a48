import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Selection, type Transaction } from "@tiptap/pm/state";
import * as Y from "yjs";

import { difference } from "../title-text";
import { OWN_STEP } from "../undo-steps";
import { EDITOR_ORIGIN } from "./binding";
import { replaceDifference } from "./difference";
import { Reader } from "./reading";

/** "there": the document has all of it already. "nowhere": some of it would be lost, so nothing was done. */
export type Adding = "added" | "there" | "nowhere";

type Deleted = ReturnType<typeof Y.decodeUpdate>["ds"];

/** The document as it would be with an update that it doesn't have. */
interface Merged {
  readonly title: string;
  readonly body: Node;
}

/**
 * Writes what somebody else's update would bring, each letter where it was written, as an edit of whoever does it here:
 * the server takes no edit under another author's client id. What the document has already it isn't given again.
 */
export function addUpdate(editor: Editor, title: Y.Text, update: Uint8Array): Adding {
  const merged = title.doc === null ? null : merge(title.doc, update, editor);
  if (merged === null) return "nowhere";
  const { tr } = editor.state;
  replaceDifference(tr, merged.body);
  const change = difference(title.toJSON(), merged.title);
  if (!tr.docChanged && change === null) return "there";
  if (tr.docChanged) {
    tr.setSelection(Selection.near(tr.doc.resolve(endOf(tr)), -1));
    editor.view.dispatch(tr.setMeta(OWN_STEP, true).scrollIntoView());
  }
  if (change !== null) {
    title.doc?.transact(() => {
      title.delete(change.index, change.removed);
      title.insert(change.index, change.inserted);
    }, EDITOR_ORIGIN);
  }
  return "added";
}

/** Behind what the last step has put in. */
function endOf({ steps }: Transaction): number {
  let end = 0;
  steps
    .at(-1)
    ?.getMap()
    .forEach((_oldStart, _oldEnd, _newStart, newEnd) => {
      end = newEnd;
    });
  return end;
}

/** Null where the update needs what isn't there, or something would be lost or can't be shown. */
function merge(doc: Y.Doc, update: Uint8Array, { schema, state }: Editor): Merged | null {
  const copy = new Y.Doc({ gc: false });
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  Y.applyUpdate(copy, update);
  if (!hasAllOf(copy, update)) return null;
  const body = new Reader(schema).document(copy.getXmlFragment("default"));
  // A placeholder of another reader stands for nothing here.
  if (hasPlaceholder(body) || hasPlaceholder(state.doc)) return null;
  return { title: copy.getText("title").toJSON(), body };
}

/** Whether everything that the update inserts, and doesn't delete itself, stands in the document. */
function hasAllOf({ store }: Y.Doc, update: Uint8Array): boolean {
  if (store.pendingStructs !== null || store.pendingDs !== null) return false;
  const { structs, ds } = Y.decodeUpdate(update);
  return structs.every((struct) => {
    const isContent = struct instanceof Y.Item && struct.parentSub === null && struct.content.isCountable();
    return !isContent || stands(store, struct, ds);
  });
}

function stands(store: Y.Doc["store"], { id: { client, clock }, length }: Y.Item, ds: Deleted): boolean {
  for (let at = clock; at < clock + length;) {
    const found = Y.getItem(store, Y.createID(client, at));
    if (found.deleted && !Y.isDeleted(ds, Y.createID(client, at))) return false;
    at = found.id.clock + found.length;
  }
  return true;
}

function hasPlaceholder(node: Node): boolean {
  let found = false;
  node.descendants(({ type }) => {
    found ||= type.name === "unknownBlock" || type.name === "unknownInline";
    return !found;
  });
  return found;
}
