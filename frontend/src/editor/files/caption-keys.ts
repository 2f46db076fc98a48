import type { ResolvedPos } from "@tiptap/pm/model";
import { NodeSelection, Plugin, Selection, TextSelection, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";

const IMAGE = "image";

/** How the caret goes into a caption and out of it: over the picture, which is selected on the way. */
export function captionKeysPlugin(): Plugin {
  return new Plugin({
    props: {
      handleKeyDown: (view, event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return false;
        const moved = view.editable ? transactionFor(view, event.key) : null;
        if (moved === null) return false;
        view.dispatch(moved.scrollIntoView());
        return true;
      },
      handleTextInput: (view, _from, _to, text) => {
        const moved = writtenBeside(view, text);
        if (moved !== null) view.dispatch(moved.scrollIntoView());
        return moved !== null;
      },
      // The caption that the caret is in is shown even while it is empty.
      decorations: ({ doc, selection: { $from } }) => {
        if ($from.parent.type.name !== IMAGE) return null;
        return DecorationSet.create(doc, [Decoration.node($from.before(), $from.after(), { class: "image--active" })]);
      },
    },
  });
}

function transactionFor(view: EditorView, key: string): Transaction | null {
  const { selection } = view.state;
  if (selection instanceof NodeSelection) {
    return selection.node.type.name === IMAGE && ["ArrowDown", "ArrowRight", "Enter"].includes(key)
      ? caretAt(view, selection.from + 1)
      : null;
  }
  if (!(selection instanceof TextSelection)) return null;
  return selection.$from.parent.type.name === IMAGE
    ? leaveCaption(view, selection.$from, key)
    : approachImage(view, selection.$from, key);
}

function leaveCaption(view: EditorView, $from: ResolvedPos, key: string): Transaction | null {
  if (key === "Enter") return lineBelow(view, $from.after());
  const { empty } = view.state.selection;
  const isAtStart = empty && $from.parentOffset === 0;
  const leaves =
    key === "ArrowUp" ? empty && view.endOfTextblock("up") : ["ArrowLeft", "Backspace"].includes(key) && isAtStart;
  return leaves ? selectAt(view, $from.before()) : null;
}

/** An empty line that is there already serves as well as a new one. */
function lineBelow(view: EditorView, place: number): Transaction | null {
  const { doc, schema, tr } = view.state;
  const { paragraph } = schema.nodes;
  const next = doc.nodeAt(place);
  if (paragraph === undefined) return null;
  if (next?.type !== paragraph || next.content.size > 0) tr.insert(place, paragraph.create());
  return tr.setSelection(TextSelection.create(tr.doc, place + 1));
}

function approachImage(view: EditorView, $from: ResolvedPos, key: string): Transaction | null {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
  if (step === undefined || !view.state.selection.empty || $from.depth === 0) return null;
  const side = ({ ArrowDown: "down", ArrowRight: "right", ArrowUp: "up", ArrowLeft: "left" } as const)[key];
  if (side === undefined || !view.endOfTextblock(side)) return null;
  const beyond = view.state.doc.resolve(step > 0 ? $from.after() : $from.before());
  const next = Selection.findFrom(beyond, step);
  if (!(next instanceof TextSelection) || next.$from.parent.type.name !== IMAGE) return null;
  // From below the caption comes first, if there is one.
  return step < 0 && next.$from.parent.content.size > 0
    ? caretAt(view, next.from)
    : selectAt(view, next.$from.before());
}

/** What is typed while a picture is selected becomes its caption; beside a file, a new line. It replaces neither. */
function writtenBeside({ state }: EditorView, text: string): Transaction | null {
  const { selection, schema, tr } = state;
  if (!(selection instanceof NodeSelection)) return null;
  const { name } = selection.node.type;
  if (name === IMAGE) {
    tr.insertText(text, selection.to - 1);
    return tr.setSelection(TextSelection.create(tr.doc, selection.to - 1 + text.length));
  }
  const { paragraph } = schema.nodes;
  if (name !== "attachment" || paragraph === undefined) return null;
  tr.insert(selection.to, paragraph.create(null, schema.text(text)));
  return tr.setSelection(TextSelection.create(tr.doc, selection.to + 1 + text.length));
}

function caretAt({ state }: EditorView, place: number): Transaction {
  return state.tr.setSelection(TextSelection.create(state.doc, place));
}

function selectAt({ state }: EditorView, place: number): Transaction {
  return state.tr.setSelection(NodeSelection.create(state.doc, place));
}
