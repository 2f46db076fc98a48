import type { ChainedCommands, Editor } from "@tiptap/core";

import { named, t, type Names } from "../lib/i18n";
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
export type ActionGroup = "text" | "lists" | "blocks" | "media" | "insert";

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
    ...named("Heading {level}", "title h{level}", { level }),
    group: "text",
    icon: `h${level}`,
    shortcut: `Mod-Alt-${level}`,
    markdown: "#".repeat(level),
    run: (chain) => chain.toggleHeading({ level }),
    isActive: (editor) => editor.isActive("heading", { level }),
  };
}

export const TEXT: Action = {
  id: "text",
  ...named("Text", "paragraph plain"),
  group: "text",
  icon: "pilcrow",
  shortcut: "Mod-Alt-0",
  run: (chain) => chain.setParagraph(),
};

export const HEADINGS: readonly Action[] = [heading(1), heading(2), heading(3), heading(4)];

export const LISTS: readonly Action[] = [
  {
    id: "bullet-list",
    ...named("Bulleted list", "unordered points ul"),
    group: "lists",
    icon: "list",
    shortcut: "Mod-Shift-8",
    markdown: "-",
    run: (chain) => chain.toggleBulletList(),
    isActive: (editor) => editor.isActive("bulletList"),
  },
  {
    id: "ordered-list",
    ...named("Numbered list", "ordered ol"),
    group: "lists",
    icon: "listOrdered",
    shortcut: "Mod-Shift-7",
    markdown: "1.",
    run: (chain) => chain.toggleOrderedList(),
    isActive: (editor) => editor.isActive("orderedList"),
  },
  {
    id: "task-list",
    ...named("Task list", "todo check box checklist"),
    group: "lists",
    icon: "listTodo",
    shortcut: "Mod-Shift-9",
    markdown: "[]",
    run: (chain) => chain.toggleTaskList(),
    isActive: (editor) => editor.isActive("taskList"),
  },
];

export const QUOTE: Action = {
  id: "quote",
  ...named("Quote", "blockquote citation"),
  group: "blocks",
  icon: "quote",
  shortcut: "Mod-Shift-B",
  markdown: ">",
  run: (chain) => chain.toggleBlockquote(),
  isActive: (editor) => editor.isActive("blockquote"),
};

export const CODE_BLOCK: Action = {
  id: "code-block",
  ...named("Code block", "program source pre"),
  group: "blocks",
  icon: "codeBlock",
  shortcut: "Mod-Alt-C",
  markdown: "```",
  run: (chain) => chain.toggleCodeBlock(),
  isActive: (editor) => editor.isActive("codeBlock"),
};

export const DIVIDER: Action = {
  id: "divider",
  ...named("Divider", "horizontal rule line hr separator"),
  group: "blocks",
  icon: "minus",
  markdown: "---",
  run: (chain) => chain.setHorizontalRule(),
};

export const MARKS: readonly Action[] = [
  mark("bold", named("Bold"), "bold", "Mod-B", (chain) => chain.toggleBold()),
  mark("italic", named("Italic"), "italic", "Mod-I", (chain) => chain.toggleItalic()),
  mark("underline", named("Underline"), "underline", "Mod-U", (chain) => chain.toggleUnderline()),
  mark("strike", named("Strikethrough"), "strike", "Mod-Shift-S", (chain) => chain.toggleStrike()),
  mark("code", named("Code"), "code", "Mod-E", (chain) => chain.toggleCode()),
];

export const HISTORY: readonly Action[] = [
  {
    id: "undo",
    ...named("Undo"),
    icon: "undo",
    shortcut: "Mod-Z",
    run: (chain) => chain.undo(),
    isPossible: (editor) => editor.can().undo(),
  },
  {
    id: "redo",
    ...named("Redo"),
    icon: "redo",
    shortcut: "Mod-Shift-Z",
    run: (chain) => chain.redo(),
    isPossible: (editor) => editor.can().redo(),
  },
];

export const GROUP_NAMES: Readonly<Record<ActionGroup, string>> = {
  text: t("Text"),
  lists: t("Lists"),
  blocks: t("Blocks"),
  media: t("Media"),
  insert: t("Insert"),
};
const GROUPS: readonly ActionGroup[] = ["text", "lists", "blocks", "media", "insert"];

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

function mark(id: string, names: Names, icon: IconName, shortcut: string, run: Action["run"]): Action {
  return { id, ...names, icon, shortcut, run, isActive: (editor) => editor.isActive(id) };
}
