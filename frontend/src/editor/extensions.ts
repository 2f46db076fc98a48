import type { Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { CollaborationCaret } from "@tiptap/extension-collaboration-caret";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { Placeholder } from "@tiptap/extensions";
import { StarterKit } from "@tiptap/starter-kit";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";

import type { PageUser } from "../lib/page-data";
import { renderCaret, renderSelection } from "./carets";
import { Guard } from "./guard";
import { isAllowedLink } from "./links";
import { SlashMenu } from "./slash-menu";

export interface EditorBinding {
  readonly body: Y.XmlFragment;
  readonly awareness: Awareness;
  readonly undoManager: Y.UndoManager;
  readonly user: PageUser;
}

/** What a document may contain, and how it is shared. The names of nodes and marks are for ever: the log holds them. */
export function makeExtensions({ body, awareness, undoManager, user }: EditorBinding): Extensions {
  return [
    StarterKit.configure({
      // Yjs has the history; a node appended by the editor itself would be an edit that nobody made.
      undoRedo: false,
      trailingNode: false,
      heading: { levels: [1, 2, 3, 4] },
      dropcursor: { class: "drop-cursor", width: 2, color: false },
      link: {
        openOnClick: false,
        defaultProtocol: "https",
        isAllowedUri: isAllowedLink,
        shouldAutoLink: isAllowedLink,
        HTMLAttributes: { rel: "noopener noreferrer nofollow", target: "_blank", class: null },
      },
    }),
    TaskList,
    TaskItem.configure({ nested: true }),
    Placeholder.configure({
      placeholder: ({ node }) => (node.type.name === "paragraph" ? "Write, or type / for blocks" : ""),
    }),
    Collaboration.configure({ fragment: body, yUndoOptions: { undoManager } }),
    CollaborationCaret.configure({
      provider: { awareness },
      user: { ...user },
      render: renderCaret,
      selectionRender: renderSelection,
    }),
    SlashMenu,
    Guard,
  ];
}
