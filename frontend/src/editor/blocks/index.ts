import type { Extensions } from "@tiptap/core";

import { BlockTypes } from "./block-types";
import { Callout } from "./callout";
import { CodeBlock } from "./code-block";
import { Details, DetailsContent, DetailsSummary } from "./details";
import { EditableState } from "./editable";
import { Footnote, FootnoteReference } from "./footnotes";
import { BulletList, ListKeys, OrderedList, TaskList } from "./lists";
import { TaskItem } from "./task-item";
import { TextAlign } from "./text-align";
import { ToggleKey } from "./toggle-key";

/** Beside paragraphs, headings, quotes, list items, dividers and line breaks, which are as Tiptap's kit has them. */
export const blocks: Extensions = [
  ...[BulletList, OrderedList, TaskList, TaskItem, ListKeys],
  ...[Callout, Details, DetailsSummary, DetailsContent, CodeBlock],
  ...[FootnoteReference, Footnote],
  ...[BlockTypes, TextAlign, ToggleKey, EditableState],
];
