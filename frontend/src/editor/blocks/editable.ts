import { Extension, type Editor } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

type Follow = (editable: boolean) => void;

const followers = new WeakMap<Editor, Set<Follow>>();

/** Tells the controls inside the text when it may be changed and when it may only be read. */
export const EditableState = Extension.create({
  name: "editableState",

  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        view: () => {
          let told = editor.isEditable;
          return {
            update: () => {
              if (editor.isEditable === told) return;
              told = editor.isEditable;
              for (const follow of followers.get(editor) ?? []) follow(told);
            },
          };
        },
      }),
    ];
  },
});

/** Calls `follow` now, and whenever it changes. The answer ends it. */
export function followEditable(editor: Editor, follow: Follow): () => void {
  const all = followers.get(editor) ?? new Set();
  followers.set(editor, all.add(follow));
  follow(editor.isEditable);
  return () => all.delete(follow);
}
