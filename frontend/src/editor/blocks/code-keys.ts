import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

const INDENT = "  ";

type Keys = Record<string, () => boolean>;

/** What keys do inside a code block, and only there. */
export function codeKeys(editor: Editor): Keys {
  const inside = (act: () => boolean) => () => {
    const { $from, $to } = editor.state.selection;
    return $from.parent.type.name === "codeBlock" && $from.sameParent($to) && act();
  };
  return {
    Tab: inside(() => indent(editor)),
    "Shift-Tab": inside(() => outdent(editor)),
    Enter: inside(() => leaveWithEmptyLines(editor) || breakLine(editor)),
    Backspace: inside(() => leaveEmpty(editor)),
    ArrowDown: inside(() => leaveDownwards(editor)),
    "Mod-a": inside(() => selectAllInside(editor)),
  };
}

/** At the caret, or at the start of each selected line. */
function indent(editor: Editor): boolean {
  const { state, view } = editor;
  if (state.selection.empty) view.dispatch(state.tr.insertText(INDENT).scrollIntoView());
  else changeLines(editor, (tr, at) => tr.insertText(INDENT, at));
  return true;
}

function outdent(editor: Editor): boolean {
  changeLines(editor, (tr, at, line) => {
    const width = /^(?:\t| {1,2})/.exec(line)?.[0].length ?? 0;
    return width === 0 ? tr : tr.delete(at, at + width);
  });
  return true;
}

type Change = (tr: Editor["state"]["tr"], at: number, line: string) => Editor["state"]["tr"];

/** From the last line to the first, so that those that are still to come stay where they are. */
function changeLines({ state, view }: Editor, change: Change): void {
  const { $from, $to } = state.selection;
  const { textContent } = $from.parent;
  const { tr } = state;
  const first = textContent.lastIndexOf("\n", $from.parentOffset - 1) + 1;
  for (let end = $to.parentOffset; ;) {
    const at = end === 0 ? 0 : textContent.lastIndexOf("\n", end - 1) + 1;
    const [line = ""] = textContent.slice(at).split("\n", 1);
    change(tr, $from.start() + at, line);
    if (at <= first) break;
    end = at - 1;
  }
  view.dispatch(tr.scrollIntoView());
}

/** A new line begins where the one before began. */
function breakLine({ state, view }: Editor): boolean {
  const { $from } = state.selection;
  const before = $from.parent.textContent.slice(0, $from.parentOffset);
  const [space = ""] = /^[ \t]*/.exec(before.slice(before.lastIndexOf("\n") + 1)) ?? [];
  view.dispatch(state.tr.insertText(`\n${space}`).scrollIntoView());
  return true;
}

/** Enter on two empty lines at the end goes on below the block. */
function leaveWithEmptyLines(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  const { textContent, content } = $from.parent;
  if (!empty || $from.parentOffset < content.size || !/\n[ \t]*\n[ \t]*$/.test(textContent)) return false;
  const [tail = ""] = /\n[ \t]*\n[ \t]*$/.exec(textContent) ?? [];
  const from = $from.pos - tail.length;
  return editor.chain().deleteRange({ from, to: $from.pos }).exitCode().run();
}

function leaveEmpty(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  return empty && $from.parent.content.size === 0 && editor.commands.setNode("paragraph");
}

/** Down from the last line, where nothing comes after it, makes a line to go to. */
function leaveDownwards(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  const isLastLine = !$from.parent.textContent.slice($from.parentOffset).includes("\n");
  const isLastBlock = Array.from({ length: $from.depth }, (_, depth) => depth).every(
    (depth) => $from.indexAfter(depth) === $from.node(depth).childCount,
  );
  return empty && isLastLine && isLastBlock && editor.commands.exitCode();
}

/** First the block's code; everything when that is selected already. */
function selectAllInside({ state, view }: Editor): boolean {
  const { $from, $to } = state.selection;
  const [start, end] = [$from.start(), $from.end()];
  if (start === end || ($from.pos === start && $to.pos === end)) return false;
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, start, end)));
  return true;
}
