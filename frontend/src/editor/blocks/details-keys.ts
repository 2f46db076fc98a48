import type { Editor } from "@tiptap/core";
import { TextSelection, type EditorState, type Transaction } from "@tiptap/pm/state";

import { around } from "./around";
import { isOpenAt, reveal } from "./details-view";

/** Goes from the summary on to the content, and from an empty last line of that out of the details. */
export function enter(editor: Editor): boolean {
  const { state, view } = editor;
  const { $from, $to, empty } = state.selection;
  const details = around($from, "details");
  if (details === null || !$from.sameParent($to)) return false;
  if ($from.parent.type.name === "detailsSummary") {
    const atEnd = $to.parentOffset === $to.parent.content.size;
    const below = atEnd && !isOpenAt(view, details.position);
    view.dispatch((below ? lineBelow(state, details.position) : lineInside(state)).scrollIntoView());
    reveal(view, view.state.selection.$from);
    return true;
  }
  const inContent = $from.depth === details.depth + 2;
  const content = details.node.child(1);
  const isLastLine = inContent && $from.index(details.depth + 1) === content.childCount - 1;
  if (!empty || !isLastLine || content.childCount < 2 || $from.parent.content.size > 0) return false;
  const tr = state.tr.delete($from.before(), $from.after());
  view.dispatch(lineAfter(tr, details.position).scrollIntoView());
  return true;
}

/** At the start of the summary the details go; at the start of the content it joins the summary. */
export function backspace(editor: Editor): boolean {
  const { state, view } = editor;
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  if ($from.parent.type.name === "detailsSummary") return editor.commands.unsetDetails();
  const details = around($from, "details");
  if (details === null || $from.depth !== details.depth + 2 || $from.index(details.depth + 1) > 0) return false;
  if ($from.parent.type.name !== "paragraph") return false;
  const summaryEnd = details.position + details.node.child(0).nodeSize;
  const { tr } = state;
  if (details.node.child(1).childCount > 1) tr.delete($from.before(), $from.after());
  else tr.delete($from.start(), $from.end());
  tr.insert(summaryEnd, $from.parent.content);
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, summaryEnd)).scrollIntoView());
  return true;
}

/** The end of the summary is not joined with what it may be hiding. */
export function forwardDelete({ state }: Editor): boolean {
  const { $from, empty } = state.selection;
  return empty && $from.parent.type.name === "detailsSummary" && $from.parentOffset === $from.parent.content.size;
}

function lineInside(state: EditorState): Transaction {
  const { $from, $to } = state.selection;
  const rest = $from.parent.content.cut($to.parentOffset);
  const tr = state.tr.delete($from.pos, $from.end());
  const first = $from.pos + 2;
  const present = tr.doc.nodeAt(first);
  const isFree = rest.size === 0 && present?.type.name === "paragraph" && present.content.size === 0;
  const paragraph = state.schema.nodes["paragraph"];
  if (!isFree && paragraph !== undefined) tr.insert(first, paragraph.create(null, rest));
  return tr.setSelection(TextSelection.create(tr.doc, first + 1));
}

function lineBelow(state: EditorState, position: number): Transaction {
  return lineAfter(state.tr.deleteSelection(), position);
}

function lineAfter(tr: Transaction, position: number): Transaction {
  const end = position + (tr.doc.nodeAt(position)?.nodeSize ?? 0);
  const paragraph = tr.doc.type.schema.nodes["paragraph"];
  if (paragraph !== undefined) tr.insert(end, paragraph.create());
  return tr.setSelection(TextSelection.create(tr.doc, end + 1));
}
