import type { Node } from "@tiptap/pm/model";
import { NodeSelection, type EditorState } from "@tiptap/pm/state";

/** The image or attachment that is selected as a whole. */
export function selectedFile({ selection }: EditorState): Node | null {
  if (!(selection instanceof NodeSelection)) return null;
  return ["attachment", "image"].includes(selection.node.type.name) ? selection.node : null;
}
