import type { Editor, Range } from "@tiptap/core";
import { Slice, type Node, type Schema } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";

import { t } from "../../lib/i18n";
import { toast } from "../../ui/toasts";
import { inOneStep } from "../menus/undo-step";
import type { Json } from "./markdown/tree";
import { FollowedRange } from "./place";
import { arrivingSlice, countBlocks, type Arriving } from "./slices";

interface MarkdownPaste {
  readonly text: string;
  /** The same as plain text. */
  readonly plain: Slice;
  readonly maxBlocks: number;
  readonly arriving: () => Arriving;
  readonly tooMuch: () => void;
}

/** Pastes Markdown as what it means, as soon as its reader is loaded; as plain text if that can't be. */
export async function pasteMarkdown(editor: Editor, paste: MarkdownPaste): Promise<void> {
  const range = new FollowedRange(editor, editor.state.selection);
  const reader = await import("./markdown/reader").catch(() => null);
  const { from, to } = range.end();
  if (editor.isDestroyed || !editor.isEditable) return;
  const read = reader === null ? null : sliceOf(editor.schema, reader.readMarkdown(paste.text));
  if (read !== null && countBlocks(read) > paste.maxBlocks) {
    paste.tooMuch();
    return;
  }
  const slice = read === null ? paste.plain : arrivingSlice(read, paste.arriving());
  const inserted = insert(editor, from, to, slice);
  if (inserted !== null && read !== null) offerPlain(editor, inserted, paste.plain);
}

function insert(editor: Editor, from: number, to: number, slice: Slice): FollowedRange | null {
  let range = { from, to };
  const isDone = inOneStep(editor, (transaction) => {
    transaction.replaceRange(from, to, slice).setMeta("paste", true);
    range = changed(transaction, from);
    return transaction.docChanged;
  });
  return isDone ? new FollowedRange(editor, range) : null;
}

/** From the place on to the end of what is new: a block is put behind the line that the place is in. */
function changed({ mapping }: Transaction, place: number): Range {
  let range = { from: place, to: place };
  mapping.maps.forEach((map, index) => {
    map.forEach((_from, _to, start, end) => {
      const rest = mapping.slice(index + 1);
      range = { from: Math.min(range.from, rest.map(start, -1)), to: Math.max(range.to, rest.map(end, 1)) };
    });
  });
  return range;
}

function offerPlain(editor: Editor, inserted: FollowedRange, plain: Slice): void {
  toast(t("Pasted as Markdown."), {
    label: t("Paste as plain text"),
    act: () => {
      const { from, to } = inserted.end();
      if (editor.isDestroyed) return;
      inOneStep(editor, (transaction) => transaction.replaceRange(from, to, plain).docChanged);
      editor.view.focus();
    },
  });
}

function sliceOf(schema: Schema, { content = [] }: Json): Slice {
  const blocks = content.map((block) => nodeOf(schema, block));
  const isText = (block: Node | undefined): boolean => block?.type.name === "paragraph" && block.content.size > 0;
  const doc = schema.topNodeType.create(null, blocks);
  return new Slice(doc.content, isText(blocks[0]) ? 1 : 0, isText(blocks.at(-1)) ? 1 : 0);
}

/** A block that this page's schema doesn't take is shown as what was written. */
function nodeOf(schema: Schema, block: Json): Node {
  try {
    const node = schema.nodeFromJSON(block);
    node.check();
    return node;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const text = schema.text(JSON.stringify(block));
    return schema.nodes["codeBlock"]?.create({ language: "json" }, text) ?? schema.topNodeType.create();
  }
}
