import { Extension, type Editor, type Range } from "@tiptap/core";
import { PluginKey, type EditorState } from "@tiptap/pm/state";
import { exitSuggestion, Suggestion } from "@tiptap/suggestion";

import { BLOCKS, type Action } from "../actions";
import { isRemote } from "../guard";
import { noteUse, recentActions } from "./recent";
import { findActions } from "./search";
import { SlashList } from "./slash-list";

const KEY = new PluginKey("slashMenu");

/** "/" offers the blocks: filtered by what is typed after it, chosen with the arrow keys and Enter. */
export const SlashMenu = Extension.create({
  name: "slashMenu",
  addProseMirrorPlugins() {
    const list = new SlashList({
      editor: this.editor,
      recent: () => recentActions(BLOCKS),
      close: () => {
        exitSuggestion(this.editor.view, KEY);
      },
    });
    return [
      Suggestion<Action, Action>({
        editor: this.editor,
        pluginKey: KEY,
        char: "/",
        allowSpaces: true,
        allow: ({ editor, state, range }) => editor.isEditable && !isInCode(state, range),
        // A caret that comes back to an old "/" asks for nothing, nor does what was pasted.
        shouldShow: ({ editor, transaction, query }) =>
          mayGoOn(query) &&
          (isOpen(editor) ||
            (transaction.docChanged && !isRemote(transaction) && transaction.getMeta("paste") !== true)),
        items: ({ query }) => [...findActions(query, BLOCKS)],
        command: ({ editor, range, props }) => {
          insert(editor, range, props);
        },
        render: () => ({
          onUpdate: list.show,
          onKeyDown: list.onKey,
          onExit: list.hide,
        }),
      }),
    ];
  },
});

function isOpen({ state }: Editor): boolean {
  return (KEY.getState(state) as { active: boolean } | undefined)?.active === true;
}

/**
 * Somebody who goes on after a space writes a sentence, unless what they write is an action's name; and who goes on
 * after a letter with which nothing was found any more writes something else.
 */
function mayGoOn(query: string): boolean {
  const before = query.slice(0, -1);
  if (before !== "" && [before, query].every((one) => findActions(one, BLOCKS).length === 0)) return false;
  if (!query.includes(" ")) return true;
  const wanted = query.toLowerCase();
  return BLOCKS.some(({ name }) => name.toLowerCase().startsWith(wanted));
}

function isInCode(state: EditorState, { from }: Range): boolean {
  const start = state.doc.resolve(from);
  return start.parent.type.spec.code === true || start.marks().some(({ type }) => type.spec.code === true);
}

function insert(editor: Editor, range: Range, action: Action): void {
  noteUse(action);
  action.run(editor.chain().focus().deleteRange(range)).run();
}
