import { Extension } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";

import type { PageUser } from "../../lib/page-data";
import { Binding } from "./binding";
import { caretsPlugin } from "./carets-plugin";
import { historyPlugin } from "./history";

export { additionOf, applyAddition, type Addition } from "./adding";
export { isRemote } from "./binding";
export { caretOf } from "./carets-plugin";
export { makeUndoManager, TITLE_ORIGIN } from "./history";
export { placeholders } from "./placeholders";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    sharedDocument: {
      /** Takes back the last thing that was done here, in title or body; nothing of others. */
      undo: () => ReturnType;
      redo: () => ReturnType;
    };
  }
  interface Storage {
    sharedDocument: { readonly binding: Binding; readonly undoManager: Y.UndoManager };
  }
}

export interface SharedDocumentOptions {
  readonly body: Y.XmlFragment;
  readonly awareness: Awareness;
  readonly undoManager: Y.UndoManager;
  readonly user: PageUser;
}

/** Binds the editor to a shared document: its text, its history, and where the others are in it. */
export function sharedDocument({ body, awareness, undoManager, user }: SharedDocumentOptions): Extension {
  const binding = new Binding(body);
  return Extension.create({
    name: "sharedDocument",
    priority: 1_000,
    addStorage: () => ({ binding, undoManager }),
    addCommands() {
      const run = (stack: "undo" | "redo") => () => {
        return ({
          tr,
          dispatch,
        }: {
          tr: { setMeta: (key: string, value: boolean) => unknown };
          dispatch?: unknown;
        }) => {
          tr.setMeta("preventDispatch", true);
          const possible = stack === "undo" ? undoManager.canUndo() : undoManager.canRedo();
          if (possible && dispatch !== undefined) undoManager[stack]();
          return possible;
        };
      };
      return { undo: run("undo"), redo: run("redo") };
    },
    addKeyboardShortcuts() {
      return {
        "Mod-z": () => this.editor.commands.undo(),
        "Mod-y": () => this.editor.commands.redo(),
        "Mod-Shift-z": () => this.editor.commands.redo(),
      };
    },
    addProseMirrorPlugins: () => [
      binding.plugin(),
      historyPlugin(undoManager, binding),
      caretsPlugin(awareness, user, binding),
    ],
  });
}
