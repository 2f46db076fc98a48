import type { Editor } from "@tiptap/core";

import type { BlockHandle } from "./block-handle";

/** The block handle of each editor, once it is loaded. */
export const handles = new WeakMap<Editor, BlockHandle>();
