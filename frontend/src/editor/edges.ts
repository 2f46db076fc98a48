import type { Node } from "@tiptap/pm/model";
import { Selection, TextSelection, type EditorState, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

const PLAIN = new Set(["paragraph", "heading"]);

/** The caret goes to the first line, which is made where the document begins with anything but plain text. */
export function intoFirstLine({ tr, doc }: EditorState, mayWrite: boolean): Transaction {
  if (mayWrite && doc.firstChild !== null && !isPlain(doc.firstChild)) return writeLine(tr, 0);
  return tr.setSelection(Selection.atStart(doc)).scrollIntoView();
}

/** Whether nothing of the document stands above the caret's line. */
export function isOnFirstLine(view: EditorView): boolean {
  const { empty, $from } = view.state.selection;
  for (let depth = 0; depth < $from.depth; depth += 1) if ($from.index(depth) > 0) return false;
  return empty && ($from.parent.isTextblock ? view.endOfTextblock("up") : $from.pos === 0);
}

/** Below a last block that isn't plain text a click makes a line to write on in. True: it has. */
export function lineBelow(view: EditorView, { button, shiftKey, target, clientY }: MouseEvent): boolean {
  const { state, editable, dom } = view;
  const { lastChild, content } = state.doc;
  const isBeside = target instanceof globalThis.Node && target.contains(dom);
  if (!editable || button !== 0 || shiftKey || !isBeside || lastChild === null || isPlain(lastChild)) return false;
  const last = view.nodeDOM(content.size - lastChild.nodeSize);
  if (!(last instanceof Element) || clientY <= last.getBoundingClientRect().bottom) return false;
  view.dispatch(writeLine(state.tr, content.size));
  view.focus();
  return true;
}

function isPlain({ type: { name } }: Node): boolean {
  return PLAIN.has(name);
}

function writeLine(tr: Transaction, at: number): Transaction {
  const paragraph = tr.doc.type.schema.nodes["paragraph"];
  if (paragraph === undefined) throw new Error("The schema has no paragraph.");
  tr.insert(at, paragraph.create());
  return tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView();
}
