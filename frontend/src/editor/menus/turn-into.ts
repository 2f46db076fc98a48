import type { Editor } from "@tiptap/core";

import { BLOCKS, TEXT, type Action } from "../actions";
import type { MenuItem } from "./popup";

const ITEMS = new Set(["listItem", "taskItem"]);
const AROUND = new Set([...ITEMS, "blockquote", "callout"]);

const WITHOUT_TEXT = new Set(["table", "block-math"]);

/** What a block can be turned into: the kinds of text and list, and the blocks that have text in them. */
const KINDS = BLOCKS.filter(({ id, group, isActive }) => {
  const isBlock = group === "blocks" && isActive !== undefined && !WITHOUT_TEXT.has(id);
  return group === "text" || group === "lists" || isBlock;
});

export function turnIntoItems(editor: Editor): readonly MenuItem[] {
  const present = presentKind(editor);
  return KINDS.map((kind) => ({
    name: kind.name,
    icon: kind.icon,
    shortcut: kind.shortcut,
    checked: kind === present,
    act: () => {
      if (kind !== present) turnInto(editor, kind);
    },
  }));
}

/** What the block with the caret is: what it is itself before what stands around it. */
export function presentKind(editor: Editor): Action {
  return KINDS.find(({ isActive }) => isActive?.(editor) === true) ?? TEXT;
}

/** Out of what stands around it first, but a list becomes another list as a whole, and a callout another one. */
function turnInto(editor: Editor, kind: Action): void {
  const { $from } = editor.state.selection;
  const around = $from.depth > 1 ? $from.node(-1).type.name : "";
  const chain = editor.chain().focus();
  const asWhole = ITEMS.has(around) ? kind.group === "lists" : around !== "" && kind.id.startsWith(around);
  if (AROUND.has(around) && !asWhole) chain.clearNodes();
  kind.run(chain).run();
}
