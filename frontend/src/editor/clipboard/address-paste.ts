import type { Editor } from "@tiptap/core";
import { TextSelection, type EditorState, type Transaction } from "@tiptap/pm/state";

import { embedFromUrl } from "../embeds";
import { inOneStep } from "../menus/undo-step";
import { documentLink } from "../references/document-link";
import { titleOf } from "../references/lookups";
import { documentOfAddress, onlyAddress } from "./addresses";
import { FollowedRange } from "./place";

/** Pastes an address as what it is good for there: a link on selected words, a video, a document here, a link. */
export function pasteAddress(editor: Editor, address: string): void {
  const { selection } = editor.state;
  if (!selection.empty && onlyAddress(selectedText(editor.state)) === null) {
    inOneStep(editor, (transaction) => linkSelection(transaction, address));
    return;
  }
  if (inOneStep(editor, (transaction) => embed(transaction, address))) return;
  inOneStep(editor, (transaction) => insertLink(transaction, address));
  const document = documentOfAddress(address);
  if (document !== null) void becomeDocumentLink(editor, document, address);
}

export function takesAddress({ selection }: EditorState): boolean {
  return (
    selection instanceof TextSelection && selection.$from.parent.inlineContent && selection.$to.parent.inlineContent
  );
}

function selectedText({ doc, selection }: EditorState): string {
  return doc.textBetween(selection.from, selection.to, "\n");
}

function linkSelection(transaction: Transaction, href: string): boolean {
  const { from, to } = transaction.selection;
  const link = transaction.doc.type.schema.marks["link"];
  if (link === undefined) return false;
  transaction.addMark(from, to, link.create({ href }));
  transaction.setSelection(TextSelection.create(transaction.doc, to)).removeStoredMark(link);
  return transaction.docChanged;
}

/** In the place of an empty paragraph, with a line to write on below it. */
function embed(transaction: Transaction, address: string): boolean {
  const { $from, empty } = transaction.selection;
  const found = embedFromUrl(address);
  const { embed: type, paragraph } = transaction.doc.type.schema.nodes;
  if (found === null || !empty || type === undefined || paragraph === undefined) return false;
  if ($from.parent.type !== paragraph || $from.parent.content.size > 0) return false;
  const [parent, at] = [$from.node(-1), $from.index(-1)];
  if (!parent.canReplaceWith(at, at + 1, type)) return false;
  const place = $from.before();
  transaction.replaceWith(place, $from.after(), type.create(found.attrs));
  const below = transaction.doc.resolve(place + 1);
  if (below.nodeAfter?.isTextblock !== true) transaction.insert(place + 1, paragraph.create());
  transaction.setSelection(TextSelection.create(transaction.doc, place + 2));
  return true;
}

function insertLink(transaction: Transaction, href: string): boolean {
  const { schema } = transaction.doc.type;
  const link = schema.marks["link"];
  if (link === undefined) return false;
  const marks = transaction.storedMarks ?? transaction.selection.$from.marks();
  transaction.replaceSelectionWith(schema.text(href, link.create({ href }).addToSet(marks)), false);
  transaction.removeStoredMark(link);
  return true;
}

/** A link to a document here shows its title, once that is known; what is no document for this reader stays a link. */
async function becomeDocumentLink(editor: Editor, document: string, address: string): Promise<void> {
  const end = editor.state.selection.from;
  const range = new FollowedRange(editor, { from: end - address.length, to: end });
  const title = await titleOf(document).catch(() => null);
  const { from, to } = range.end();
  if (title === null || editor.isDestroyed || !editor.isEditable) return;
  if (editor.state.doc.textBetween(from, to, "\n") !== address) return;
  inOneStep(editor, (transaction) => {
    transaction.replaceWith(from, to, editor.schema.nodeFromJSON(documentLink(document, title)));
    return true;
  });
}
