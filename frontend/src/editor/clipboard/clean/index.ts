import { mendBlocks, wrapLooseText } from "./blocks";
import { mendLists } from "./lists";
import { mendMedia, type TakePicture } from "./media";
import { readStyles } from "./styles";
import { mendTables } from "./tables";
import { dropUnwanted } from "./unwanted";
import { buildWordLists } from "./word-lists";

export type { TakePicture } from "./media";

/**
 * Makes of what another program has copied something that the schema's rules read well. What they don't know they leave
 * out, so this is about structure; what may be kept is checked once more when it has become nodes (see slices.ts).
 */
export function clean(root: Element, take: TakePicture): void {
  buildWordLists(root);
  dropUnwanted(root);
  readStyles(root);
  mendBlocks(root);
  mendTables(root);
  mendLists(root);
  mendMedia(root, take);
  wrapLooseText(root);
}
