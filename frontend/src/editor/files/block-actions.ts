import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";

import { t } from "../../lib/i18n";
import { toast } from "../../ui/toasts";
import { attachmentAttributes } from "./attachment-view";
import type { BarActions } from "./bar-buttons";
import { download } from "./download";

import { imageAttributes } from "./image-view";
import { pickFiles } from "./picker";
import { selectedFile } from "./selected-file";
import { dispatchStep } from "./tools";

/** What the bar does to the block that is selected then. */
export function blockActions(editor: Editor): BarActions {
  return {
    align: (align) => {
      setAttribute(editor, "align", align);
    },
    describe: () => {
      const node = selectedFile(editor.state);
      if (node !== null) void describe(editor, imageAttributes(node));
    },
    enlarge: () => {
      const node = selectedFile(editor.state);
      if (node !== null) enlarge(node);
    },
    replace: () => {
      const file: unknown = selectedFile(editor.state)?.attrs["file"];
      const place = editor.state.selection.from;
      pickFiles("image/*", false, ([chosen]) => {
        const isStill = typeof file === "string" && selectedFile(editor.state)?.attrs["file"] === file;
        const at = isStill ? editor.state.selection.from : place;
        if (chosen !== undefined && typeof file === "string")
          editor.storage.fileTools.uploads?.replace(chosen, at, file);
        editor.view.focus();
      });
    },
    download: () => {
      const node = selectedFile(editor.state);
      if (node !== null) downloadBlock(node);
    },
    remove: () => {
      if (editor.isEditable && selectedFile(editor.state) !== null)
        dispatchStep(editor, editor.state.tr.deleteSelection());
      editor.view.focus();
    },
  };
}

/** Shows the picture in its original, as large as the window. */
export function enlarge(node: Node): void {
  const { file, alt } = imageAttributes(node);
  if (file === null) return;
  void import("./lightbox").then(({ openLightbox }) => {
    openLightbox({ file, alt, caption: node.textContent });
  });
}

function downloadBlock(node: Node): void {
  const { file, name } = attachmentAttributes(node);
  if (file !== null) void download(file, name);
}

async function describe(editor: Editor, { alt, file }: { alt: string | null; file: string | null }): Promise<void> {
  const { openAltDialog } = await import("./alt-dialog");
  openAltDialog(alt ?? "", (text) => {
    if (selectedFile(editor.state)?.attrs["file"] === file) setAttribute(editor, "alt", text);
    else toast(t("That picture isn’t there any more."));
  });
}

function setAttribute(editor: Editor, name: string, value: string | null): void {
  const { state, isEditable } = editor;
  if (isEditable && selectedFile(state) !== null) {
    dispatchStep(editor, state.tr.setNodeAttribute(state.selection.from, name, value));
  }
}
