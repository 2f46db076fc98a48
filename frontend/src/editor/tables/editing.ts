import { Extension, type Editor } from "@tiptap/core";
import { Plugin, type Command } from "@tiptap/pm/state";
import {
  __pastedCells as pastedCells,
  addRowAfter,
  CellSelection,
  deleteTable,
  findTable,
  goToNextCell,
  isInTable,
  tableEditing,
} from "@tiptap/pm/tables";
import type { EditorView } from "@tiptap/pm/view";

import { LazyView } from "../lazy-view";
import { allowRaggedTables, heldSelection, isWhole, mended } from "./ragged";
import { leaveTable } from "./commands";
import { openTableMenu } from "./menu";
import { clearCells, runTableCommand } from "./table-commands";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    tables: {
      /** The menu of the table around the caret. */
      openTableMenu: () => ReturnType;
    };
  }
}

allowRaggedTables();

/** Cells can be selected, pasted and reached by keyboard. Nothing here changes a table but a command of this reader. */
export const TableEditing = Extension.create({
  name: "tableEditing",
  addCommands() {
    return {
      openTableMenu:
        () =>
        ({ editor, state, dispatch }) => {
          // After the chain has given the focus back to the text.
          if (dispatch !== undefined) queueMicrotask(() => openTableMenu(editor));
          return isInTable(state);
        },
    };
  },
  addKeyboardShortcuts() {
    return {
      Tab: ({ editor }) => !isInList(editor) && toNextCell(editor),
      "Shift-Tab": ({ editor }) => !isInList(editor) && run(editor, goToNextCell(-1)),
      "Mod-Enter": ({ editor }) => run(editor, leaveTable),
      "Alt-Shift-t": ({ editor }) => openTableMenu(editor),
      ContextMenu: ({ editor }) => openTableMenu(editor),
      "Shift-F10": ({ editor }) => openTableMenu(editor),
      Backspace: ({ editor }) => deleteSelected(editor),
      Delete: ({ editor }) => deleteSelected(editor),
    };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    const controls = (view: EditorView): LazyView =>
      new LazyView(view, async () => {
        const { TableControls } = await import("./controls");
        return () => new TableControls(editor, view);
      });
    return [cellEditing(), new Plugin({ view: controls })];
  },
});

/** prosemirror-tables' plugin without its repairs: it only keeps selections in order. */
function cellEditing(): Plugin {
  const { spec } = tableEditing({ allowTableNodeSelection: true });
  const { handlePaste } = spec.props ?? {};
  const plugin: Plugin = new Plugin({
    ...spec,
    props: {
      ...spec.props,
      handlePaste(view, event, slice) {
        const { state } = view;
        const table = findTable(state.selection.$from);
        const takesCells = state.selection instanceof CellSelection || pastedCells(slice) !== null;
        if (table !== null && takesCells && !isWhole(table.node)) {
          const whole = mended(state.doc, state.selection);
          const { tr } = state;
          for (const step of whole.steps) tr.step(step);
          view.dispatch(tr.setSelection(whole.selection.getBookmark().resolve(tr.doc)));
        }
        return handlePaste?.call(plugin, view, event, slice) ?? false;
      },
    },
    appendTransaction(_transactions, _before, state) {
      const held = heldSelection(state.selection);
      if (held !== null) return state.tr.setSelection(held);
      return spec.appendTransaction?.call(plugin, [], state, state);
    },
  });
  return plugin;
}

function toNextCell(editor: Editor): boolean {
  if (run(editor, goToNextCell(1))) return true;
  return (
    isInTable(editor.state) && runTableCommand(editor, { command: () => addRowAfter }) && run(editor, goToNextCell(1))
  );
}

function run(editor: Editor, command: Command): boolean {
  return command(editor.state, editor.view.dispatch, editor.view);
}

/** A list inside a cell keeps its Tab key. */
function isInList({ state: { selection } }: Editor): boolean {
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const { name } = $from.node(depth).type;
    if (name === "tableCell" || name === "tableHeader") return false;
    if (name === "listItem" || name === "taskItem") return true;
  }
  return false;
}

/** What is in the selected cells, or the table if that is all of them. */
function deleteSelected(editor: Editor): boolean {
  const { selection } = editor.state;
  if (!(selection instanceof CellSelection)) return false;
  const isAll = selection.isColSelection() && selection.isRowSelection();
  runTableCommand(editor, { command: () => (isAll ? deleteTable : clearCells) });
  return true;
}
