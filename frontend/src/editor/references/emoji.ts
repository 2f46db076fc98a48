import { Extension, type Editor } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import { t } from "../../lib/i18n";
import { choices } from "./choices";
import { findEmoji, loadEmoji, loadedEmoji, type Emoji } from "./emoji-data";

const NAME_BEFORE = /(?:^|\W):([a-z0-9_+-]{1,40})$/i;

/** `:name:` becomes the character itself, as text. */
export const EmojiNames = Extension.create({
  name: "emojiNames",
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        props: {
          handleTextInput: (view, from, to, text) => {
            if (text !== ":" || from !== to || !editor.isEditable) return false;
            const name = nameBefore(view);
            if (name === null) return false;
            const known = loadedEmoji();
            if (known !== null) return replaceName(editor, name, known.get(name), 0);
            void loadEmoji().then((loaded) => replaceName(editor, name, loaded.get(name), 1));
            return false;
          },
        },
      }),
    ];
  },
});

export const EmojiChoices = choices<Emoji>({
  name: "emoji",
  label: t("Emoji"),
  sign: ":",
  letters: 2,
  find: findEmoji,
  show: ({ name, character }) => ({ name: `:${name}:`, glyph: character }),
  choose: (editor, range, { character }) => {
    editor.chain().focus().insertContentAt(range, character).run();
  },
});

function nameBefore({ state }: EditorView): string | null {
  const { $from } = state.selection;
  if ($from.parent.type.spec.code === true) return null;
  const before = $from.nodeBefore?.isText === true ? ($from.nodeBefore.text ?? "") : "";
  return NAME_BEFORE.exec(before)?.[1]?.toLowerCase() ?? null;
}

/** Puts the character where the name stands before the caret, with `typed` characters after it; false if it doesn't any more. */
function replaceName(editor: Editor, name: string, character: string | undefined, typed: 0 | 1): boolean {
  if (character === undefined || editor.isDestroyed || !editor.isEditable) return false;
  const { from, empty } = editor.state.selection;
  const start = from - name.length - 1 - typed;
  const wanted = `:${name}${":".repeat(typed)}`;
  if (!empty || start < 0) return false;
  if (editor.state.doc.textBetween(start, from, "\n", "\ufffc").toLowerCase() !== wanted) return false;
  editor.view.dispatch(editor.state.tr.insertText(character, start, from));
  return true;
}
