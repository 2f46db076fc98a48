import type { Extensions } from "@tiptap/core";

import { Code } from "./code";
import { Highlight, TextColor } from "./colors";
import { Link } from "./link";
import { Subscript, Superscript } from "./scripts";
import { MarkShortcuts } from "./shortcuts";

/** Beside bold, italic, underline and strikethrough, which are as Tiptap's kit has them. */
export const marks: Extensions = [Link, Code, Subscript, Superscript, Highlight, TextColor, MarkShortcuts];
