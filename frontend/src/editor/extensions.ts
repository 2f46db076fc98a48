import type { Extensions } from "@tiptap/core";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Italic } from "@tiptap/extension-italic";
import { ListItem, ListKeymap } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";
import { Dropcursor } from "@tiptap/extensions/drop-cursor";
import { Gapcursor } from "@tiptap/extensions/gap-cursor";

import { placeholders, sharedDocument, type SharedDocumentOptions } from "./binding";
import { blocks } from "./blocks";
import { Blockquote } from "./blocks/block-quote";
import { clipboard } from "./clipboard";
import { embeds } from "./embeds";
import { files } from "./files";
import { Guard } from "./guard";
import { marks } from "./marks";
import { math } from "./math";
import { menus } from "./menus";
import { Placeholder } from "./placeholder";
import { reading } from "./reading";
import { references } from "./references";
import { BlockIds } from "./schema/block-ids";
import { tables } from "./tables";
import { UndoSteps } from "./undo-steps";

const DropCursor = Dropcursor.configure({ class: "drop-cursor", width: 2, color: false });
const Headings = Heading.configure({ levels: [1, 2, 3, 4] });

/**
 * What a document may contain (editor/content/schema.json), and what can be done to it. The names of nodes and marks
 * are for ever: the log holds them.
 */
export function contentExtensions(): Extensions {
  return [
    // Without a history, which Yjs has, and without a node that the editor itself would append: an edit that nobody made.
    ...[Bold, Blockquote, Document, DropCursor, Gapcursor, HardBreak, Headings, HorizontalRule, Italic],
    ...[ListItem, ListKeymap, Paragraph, Strike, Text, Underline],
    BlockIds,
    ...placeholders,
    ...blocks,
    ...marks,
    ...tables,
    ...math,
    ...embeds,
    ...files,
    ...references,
  ];
}

export function makeExtensions(shared: SharedDocumentOptions): Extensions {
  return [
    ...contentExtensions(),
    Placeholder,
    sharedDocument(shared),
    UndoSteps,
    ...clipboard(),
    ...menus,
    ...reading,
    Guard,
  ];
}
