import type { Node, ResolvedPos } from "@tiptap/pm/model";
import { NodeSelection, Plugin, PluginKey, TextSelection, type Selection, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";

import { MarkupStep } from "../markup-step";
import { readCaret } from "./caret-reading";
import { replaceDifference } from "./difference";
import { absolutePosition, relativePosition, type Side } from "./positions";
import { Reader } from "./reading";
import { write, type CaretPlace, type WrongId } from "./writing";

/** The origin of the transactions that this editor makes in the shared document. */
export const EDITOR_ORIGIN = { name: "editor" };

const key = new PluginKey("binding");

const ENDS = ["anchor", "head"] as const;
type End = (typeof ENDS)[number];

/** Whether the change comes from the shared document: somebody else's, or an undo. */
export function isRemote(transaction: Transaction): boolean {
  return transaction.getMeta(key) === true;
}

/** A selection that stays where it is while others write. */
export interface Place {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/** A place in a block with an id, which another element may have after a change: one of another kind. */
interface InBlock {
  readonly id: string;
  readonly offset: number;
}

/**
 * Keeps the editor's document and the shared one equal. What comes from the shared one is shown, and nothing is ever
 * written in answer to it; what its reader changes is written, and nothing else.
 */
export class Binding {
  readonly #root: Y.XmlFragment;
  #view: EditorView | null = null;
  #reader: Reader | null = null;
  #writing = false;
  #placeBefore: Place | null = null;
  #blocksBefore: Readonly<Record<End, InBlock | null>> = { anchor: null, head: null };

  constructor(root: Y.XmlFragment) {
    this.#root = root;
  }

  /** Where the selection was before the change that is being written. */
  get placeBefore(): Place | null {
    return this.#placeBefore;
  }

  plugin(): Plugin {
    return new Plugin({
      key,
      view: (view) => {
        this.#connect(view);
        return {
          update: (_view, before) => {
            this.#write(before.selection);
          },
          destroy: () => {
            this.#disconnect();
          },
        };
      },
    });
  }

  placeOf(selection: Selection): Place | null {
    const { anchor, head } = selection;
    if (this.#reader === null) return null;
    return {
      anchor: this.#relative(anchor, sideOf(selection, anchor)),
      head: this.#relative(head, sideOf(selection, head)),
    };
  }

  positionOf(relative: Y.RelativePosition): number | null {
    return this.#reader === null ? null : absolutePosition(this.#reader.mapping, this.#root, relative);
  }

  /** Where the block with this id begins. */
  positionOfBlock(id: string): number | null {
    const element = this.#reader?.mapping.withId(id) ?? null;
    if (element === null) return null;
    const inside = this.positionOf(Y.createRelativePositionFromTypeIndex(element, 0, -1));
    return inside === null ? null : inside - 1;
  }

  #connect(view: EditorView): void {
    this.#view = view;
    this.#reader = new Reader(view.state.schema);
    this.#show();
    this.#root.doc?.on("beforeTransaction", this.#keepPlace);
    this.#root.doc?.on("afterTransaction", this.#changed);
  }

  #disconnect(): void {
    this.#root.doc?.off("beforeTransaction", this.#keepPlace);
    this.#root.doc?.off("afterTransaction", this.#changed);
    this.#view = null;
    this.#reader = null;
  }

  /** Once the shared document has changed, a place in the editor's can't be found in it any more. */
  readonly #keepPlace = (): void => {
    if (this.#writing || this.#view === null) return;
    readCaret(this.#view);
    const { selection } = this.#view.state;
    this.#placeBefore = this.placeOf(selection);
    this.#blocksBefore = { anchor: inBlock(selection.$anchor), head: inBlock(selection.$head) };
  };

  /** Not a deep observer: Yjs would count for each block that has changed how many stand before it. */
  readonly #changed = ({ changed }: Y.Transaction): void => {
    if (this.#writing) return;
    let isInside = false;
    for (const target of changed.keys()) {
      let type: unknown = target;
      for (; type instanceof Y.XmlElement || type instanceof Y.XmlText; type = type.parent) this.#reader?.forget(type);
      isInside ||= type === this.#root;
    }
    if (isInside) this.#show();
  };

  #show(): void {
    const [view, reader] = [this.#view, this.#reader];
    if (view === null || reader === null) return;
    const { tr, selection } = view.state;
    replaceDifference(tr, reader.document(this.#root));
    this.#keepSelection(tr, selection);
    this.#dispatch(view, reader, tr);
  }

  #dispatch(view: EditorView, reader: Reader, transaction: Transaction): void {
    reader.mapping.adopt(this.#root, transaction.doc);
    if (transaction.docChanged) view.dispatch(transaction.setMeta(key, true).setMeta("addToHistory", false));
  }

  /** What somebody else writes at an end stays outside. In what was replaced: where its letters are now. */
  #keepSelection(transaction: Transaction, selection: Selection): void {
    const place = this.#placeBefore;
    const ends = ENDS.map((end) => {
      const mapped = transaction.mapping.mapResult(selection[end], sideOf(selection, selection[end]));
      const isThere = !mapped.deleted || place === null;
      const found = isThere ? null : (this.positionOf(place[end]) ?? this.#againIn(end, transaction.doc));
      return transaction.doc.resolve(Math.min(found ?? mapped.pos, transaction.doc.content.size));
    });
    const [anchor, head] = ends;
    if (anchor === undefined || head === undefined) return;
    if (selection instanceof TextSelection) transaction.setSelection(TextSelection.between(anchor, head));
    else if (
      selection instanceof NodeSelection &&
      anchor.nodeAfter !== null &&
      NodeSelection.isSelectable(anchor.nodeAfter)
    ) {
      transaction.setSelection(new NodeSelection(anchor));
    }
  }

  /** In what a block has become. */
  #againIn(end: End, doc: Node): number | null {
    const before = this.#blocksBefore[end];
    const position = before === null ? null : this.positionOfBlock(before.id);
    const block = position === null ? null : doc.nodeAt(position);
    if (before === null || position === null || block?.isTextblock !== true) return null;
    return position + 1 + Math.min(before.offset, block.content.size);
  }

  #write(before: Selection): void {
    const [view, reader] = [this.#view, this.#reader];
    if (view === null || reader === null) return;
    const { doc, selection, tr } = view.state;
    if (reader.mapping.get(this.#root)?.node === doc) return;
    this.#placeBefore = this.placeOf(before);
    this.#writing = true;
    let wrong: WrongId[] = [];
    try {
      this.#root.doc?.transact(() => {
        wrong = write(reader, this.#root, doc, caretPlace(selection));
      }, EDITOR_ORIGIN);
    } finally {
      this.#writing = false;
    }
    if (wrong.length > 0) this.#dispatch(view, reader, tr.step(rightIds(wrong)));
  }

  #relative(position: number, side: Side): Y.RelativePosition {
    if (this.#reader === null) throw new Error("The editor has gone.");
    return relativePosition(this.#reader.mapping, this.#root, position, side);
  }
}

function inBlock({ parent, parentOffset }: ResolvedPos): InBlock | null {
  const id: unknown = parent.attrs["id"];
  return typeof id === "string" && parent.isTextblock ? { id, offset: parentOffset } : null;
}

function rightIds(wrong: readonly WrongId[]): MarkupStep {
  return new MarkupStep(new Map(wrong.map(({ position, id }) => [position, { attrs: { id } }])));
}

/** A caret keeps to the letter before it, the ends of a selection to what is selected. */
function sideOf({ empty, from }: Selection, position: number): Side {
  return !empty && position === from ? 1 : -1;
}

function caretPlace({ $head, empty }: Selection): CaretPlace | null {
  return empty && $head.parent.inlineContent ? { line: $head.parent, offset: $head.parentOffset } : null;
}
