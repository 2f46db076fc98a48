import type { Extensions } from "@tiptap/core";

import { copy } from "./copy";
import { MovedBlocks } from "./moved-blocks";
import { paste } from "./paste";

/** For one editor. */
export function clipboard(): Extensions {
  const moved = new MovedBlocks();
  return [copy(moved), paste(moved)];
}
