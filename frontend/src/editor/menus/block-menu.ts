import type { Editor } from "@tiptap/core";
import { TextSelection, type Transaction } from "@tiptap/pm/state";

import { t } from "../../lib/i18n";
import { copyBlockLink } from "./block-link";
import { caretBlock, moveStep } from "./block-steps";
import { isKnown, type Spot } from "./movable";
import { deleteBlock, duplicateBlock } from "./moving";
import { Popup, sections, type MenuSection } from "./popup";
import { Target } from "./target";
import { turnIntoItems } from "./turn-into";
import { inOneStep } from "./undo-step";

/** What can be done to a whole block: the one that `spot` tells, or the one with the caret. */
export class BlockMenu {
  readonly popup: Popup;
  readonly #editor: Editor;
  readonly #target: Target;
  readonly #turnInto: Popup;

  constructor(editor: Editor, id: string, className: string, spot: () => Spot | null = () => caretBlock(editor)) {
    this.#editor = editor;
    this.#target = new Target(editor);
    this.#turnInto = new Popup(`${id}-turn-into`, t("Turn into"), () => {
      this.#select();
      return sections([{ items: turnIntoItems(editor) }]);
    });
    this.popup = new Popup(id, t("Block"), () => {
      this.#target.set(spot());
      return sections(this.#sections());
    });
    for (const { dom } of [this.popup, this.#turnInto]) dom.className = className;
  }

  destroy(): void {
    this.#target.destroy();
    this.#turnInto.destroy();
    this.popup.destroy();
  }

  #sections(): readonly MenuSection[] {
    const { spot } = this.#target;
    if (spot === null) return [{ items: [] }];
    const id: unknown = spot.node.attrs["id"];
    const link = {
      name: t("Copy link to the block"),
      icon: "link",
      act: () => void copyBlockLink(String(id)),
    } as const;
    const links = typeof id === "string" && id !== "" ? [link] : [];
    const duplicate = { name: t("Duplicate"), icon: "copy", act: this.#does(duplicateBlock) } as const;
    const turns = spot.node.isAtom ? [] : [{ name: t("Turn into"), icon: "turnInto", act: this.#turnInto } as const];
    return [
      { items: [...turns, ...(isKnown(spot.node) ? [duplicate] : []), ...links] },
      {
        items: [
          { name: t("Move up"), icon: "arrowUp", shortcut: "Alt-Shift-ArrowUp", act: this.#moves("up") },
          { name: t("Move down"), icon: "arrowDown", shortcut: "Alt-Shift-ArrowDown", act: this.#moves("down") },
        ],
      },
      { items: [{ name: t("Delete"), icon: "trash", isDanger: true, act: this.#does(deleteBlock) }] },
    ];
  }

  #does(change: (transaction: Transaction, spot: Spot) => void): () => void {
    return () => {
      const { spot } = this.#target;
      if (spot === null) return;
      inOneStep(this.#editor, (transaction) => {
        change(transaction, spot);
        return true;
      });
      this.#editor.commands.focus();
    };
  }

  #moves(direction: "up" | "down"): () => void {
    return () => {
      const { spot } = this.#target;
      if (spot !== null) moveStep(this.#editor, spot, direction);
      this.#editor.commands.focus();
    };
  }

  /** What is turned into something is what is selected. */
  #select(): void {
    const { spot } = this.#target;
    if (spot === null) return;
    const { state, view } = this.#editor;
    const { from, to } = state.selection;
    if (from > spot.pos && to < spot.pos + spot.node.nodeSize) return;
    view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(spot.pos + 1))));
  }
}
