import type { Editor } from "@tiptap/core";
import type { Node, Schema } from "@tiptap/pm/model";
import { Selection } from "@tiptap/pm/state";
import * as Y from "yjs";

import { difference } from "../title-text";
import { EDITOR_ORIGIN } from "./binding";
import { Reader } from "./reading";
import { write } from "./writing";

/** "there": the document has all of it already. "nowhere": some of it would be lost, so nothing is to be done. */
export type Addition = Uint8Array | "there" | "nowhere";

type Deleted = ReturnType<typeof Y.decodeUpdate>["ds"];

/** The document as it would be with an update that it doesn't have. */
interface Merged {
  readonly title: string;
  readonly body: Node;
}

/**
 * What somebody else's update would bring, each letter where it was written, as an edit of whoever does it here: the
 * server takes no edit under another author's client id. What the document has already it isn't given again. It is an
 * update, not yet applied: the same one may be stored, and applied and sent as often as it takes.
 */
export function additionOf({ schema }: Editor, title: Y.Text, update: Uint8Array): Addition {
  const { doc } = title;
  const copy = doc === null ? null : copyOf(doc);
  const merged = copy === null ? null : merge(copy, update, schema);
  if (copy === null || merged === null) return "nowhere";
  const [reader, root] = [new Reader(schema), copy.getXmlFragment("default")];
  if (hasPlaceholder(reader.document(root))) return "nowhere";
  const made: Uint8Array[] = [];
  copy.on("update", (one: Uint8Array) => made.push(one));
  copy.transact(() => {
    write(reader, root, merged.body, null);
    writeTitle(copy.getText("title"), merged.title);
  });
  return made[0] ?? "there";
}

function writeTitle(title: Y.Text, now: string): void {
  const change = difference(title.toJSON(), now);
  if (change === null) return;
  title.delete(change.index, change.removed);
  title.insert(change.index, change.inserted);
}

/** Shows an addition, with the caret behind it, as an undo step of its own. */
export function applyAddition(editor: Editor, doc: Y.Doc, addition: Uint8Array): void {
  const { undoManager } = editor.storage.sharedDocument;
  const before = editor.state.doc;
  undoManager.stopCapturing();
  Y.applyUpdate(doc, addition, EDITOR_ORIGIN);
  undoManager.stopCapturing();
  const { doc: now, tr } = editor.state;
  const end = before.content.findDiffEnd(now.content);
  if (end !== null) editor.view.dispatch(tr.setSelection(Selection.near(now.resolve(end.b), -1)).scrollIntoView());
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc({ gc: false });
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

/** Null where the update needs what isn't there, or something would be lost or can't be shown. */
function merge(doc: Y.Doc, update: Uint8Array, schema: Schema): Merged | null {
  const copy = copyOf(doc);
  Y.applyUpdate(copy, update);
  if (!hasAllOf(copy, update)) return null;
  const body = new Reader(schema).document(copy.getXmlFragment("default"));
  // A placeholder of another reader stands for nothing here.
  if (hasPlaceholder(body)) return null;
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
