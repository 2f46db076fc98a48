import type { ChainedCommands, Editor } from "@tiptap/core";

import type { IconName } from "../lib/icons";
import { BLOCK_ACTIONS } from "./blocks/actions";
import { CLIPBOARD } from "./clipboard/actions";
import { EMBEDS } from "./embeds/actions";
import { FILES } from "./files/actions";
import { MARK_ACTIONS } from "./marks/actions";
import { FORMULAS } from "./math/actions";
import { REFERENCES } from "./references/actions";
import { TABLES } from "./tables/actions";

/** Where the slash menu and the block menu show an action. */
export type ActionGroup = "Text" | "Lists" | "Blocks" | "Media" | "Insert";

/** Something that can be done to the text, wherever it is offered: slash menu, toolbar, shortcut sheet. */
export interface Action {
  readonly id: string;
  readonly name: string;
  readonly group?: ActionGroup;
  readonly icon: IconName;
  /** Other words under which it is found in the slash menu. */
  readonly words?: string;
  readonly shortcut?: string;
  readonly markdown?: string;
  readonly run: (chain: ChainedCommands) => ChainedCommands;
  readonly isActive?: (editor: Editor) => boolean;
  /** Where it isn't always possible, and a bar should say so. */
  readonly isPossible?: (editor: Editor) => boolean;
}

type HeadingLevel = 1 | 2 | 3 | 4;

function heading(level: HeadingLevel): Action {
  return {
    id: `heading-${level}`,
    name: `Heading ${level}`,
    group: "Text",
    icon: `h${level}`,
    words: `title h${level}`,
    shortcut: `Mod-Alt-${level}`,
    markdown: "#".repeat(level),
    run: (chain) => chain.toggleHeading({ level }),
    isActive: (editor) => editor.isActive("heading", { level }),
  };
}

export const TEXT: Action = {
  id: "text",
  name: "Text",
  group: "Text",
  icon: "pilcrow",
  words: "paragraph plain",
  shortcut: "Mod-Alt-0",
  run: (chain) => chain.setParagraph(),
};

export const HEADINGS: readonly Action[] = [heading(1), heading(2), heading(3), heading(4)];

export const LISTS: readonly Action[] = [
  {
    id: "bullet-list",
    name: "Bulleted list",
    group: "Lists",
    icon: "list",
    words: "unordered points ul",
    shortcut: "Mod-Shift-8",
    markdown: "-",
    run: (chain) => chain.toggleBulletList(),
    isActive: (editor) => editor.isActive("bulletList"),
  },
  {
    id: "ordered-list",
    name: "Numbered list",
    group: "Lists",
    icon: "listOrdered",
    words: "ordered ol",
    shortcut: "Mod-Shift-7",
    markdown: "1.",
    run: (chain) => chain.toggleOrderedList(),
    isActive: (editor) => editor.isActive("orderedList"),
  },
  {
    id: "task-list",
    name: "Task list",
    group: "Lists",
    icon: "listTodo",
    words: "todo check box checklist",
    shortcut: "Mod-Shift-9",
    markdown: "[]",
    run: (chain) => chain.toggleTaskList(),
    isActive: (editor) => editor.isActive("taskList"),
  },
];

export const QUOTE: Action = {
  id: "quote",
  name: "Quote",
  group: "Blocks",
  icon: "quote",
  words: "blockquote citation",
  shortcut: "Mod-Shift-B",
  markdown: ">",
  run: (chain) => chain.toggleBlockquote(),
  isActive: (editor) => editor.isActive("blockquote"),
};

export const CODE_BLOCK: Action = {
  id: "code-block",
  name: "Code block",
  group: "Blocks",
  icon: "codeBlock",
  words: "program source pre",
  shortcut: "Mod-Alt-C",
  markdown: "```",
  run: (chain) => chain.toggleCodeBlock(),
  isActive: (editor) => editor.isActive("codeBlock"),
};

export const DIVIDER: Action = {
  id: "divider",
  name: "Divider",
  group: "Blocks",
  icon: "minus",
  words: "horizontal rule line hr separator",
  markdown: "---",
  run: (chain) => chain.setHorizontalRule(),
};

export const MARKS: readonly Action[] = [
  mark("bold", "Bold", "bold", "Mod-B", (chain) => chain.toggleBold()),
  mark("italic", "Italic", "italic", "Mod-I", (chain) => chain.toggleItalic()),
  mark("underline", "Underline", "underline", "Mod-U", (chain) => chain.toggleUnderline()),
  mark("strike", "Strikethrough", "strike", "Mod-Shift-S", (chain) => chain.toggleStrike()),
  mark("code", "Code", "code", "Mod-E", (chain) => chain.toggleCode()),
];

export const HISTORY: readonly Action[] = [
  {
    id: "undo",
    name: "Undo",
    icon: "undo",
    shortcut: "Mod-Z",
    run: (chain) => chain.undo(),
    isPossible: (editor) => editor.can().undo(),
  },
  {
    id: "redo",
    name: "Redo",
    icon: "redo",
    shortcut: "Mod-Shift-Z",
    run: (chain) => chain.redo(),
    isPossible: (editor) => editor.can().redo(),
  },
];

const GROUPS: readonly ActionGroup[] = ["Text", "Lists", "Blocks", "Media", "Insert"];

/** Everything that can be done to the text, of every area. */
export const ACTIONS: readonly Action[] = [
  ...[TEXT, ...HEADINGS, ...LISTS],
  ...[QUOTE, CODE_BLOCK, ...BLOCK_ACTIONS, ...TABLES, ...FORMULAS, DIVIDER],
  ...[...FILES, ...EMBEDS, ...REFERENCES],
  ...[...MARKS, ...MARK_ACTIONS, ...CLIPBOARD],
];

/** What the slash menu offers, group by group. */
export const BLOCKS: readonly Action[] = GROUPS.flatMap((name) => ACTIONS.filter(({ group }) => group === name));

export function actionCalled(id: string): Action | undefined {
  return ACTIONS.find((action) => action.id === id);
}

function mark(id: string, name: string, icon: IconName, shortcut: string, run: Action["run"]): Action {
  return { id, name, icon, shortcut, run, isActive: (editor) => editor.isActive(id) };
}
