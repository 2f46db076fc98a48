import type { Extensions } from "@tiptap/core";
import { Placeholder } from "@tiptap/extensions";
import { StarterKit } from "@tiptap/starter-kit";

import { placeholders, sharedDocument, type SharedDocumentOptions } from "./binding";
import { blocks } from "./blocks";
import { clipboard } from "./clipboard";
import { embeds } from "./embeds";
import { files } from "./files";
import { Guard } from "./guard";
import { marks } from "./marks";
import { math } from "./math";
import { menus } from "./menus";
import { references } from "./references";
import { BlockIds } from "./schema/block-ids";
import { tables } from "./tables";

/**
 * What a document may contain (editor/content/schema.json), and what can be done to it. The names of nodes and marks
 * are for ever: the log holds them.
 */
export function contentExtensions(): Extensions {
  return [
    StarterKit.configure({
      // Yjs has the history; a node appended by the editor itself would be an edit that nobody made.
      undoRedo: false,
      trailingNode: false,
      heading: { levels: [1, 2, 3, 4] },
      dropcursor: { class: "drop-cursor", width: 2, color: false },
      // What these areas have of their own: blocks, marks.
      bulletList: false,
      orderedList: false,
      codeBlock: false,
      code: false,
      link: false,
    }),
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
    Placeholder.configure({
      placeholder: ({ node }) => (node.type.name === "paragraph" ? "Write, or type / for blocks" : ""),
    }),
    sharedDocument(shared),
    ...clipboard(),
    ...menus,
    Guard,
  ];
}
