import { Extension, type Extensions } from "@tiptap/core";
import { Plugin, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import { LazyView } from "../lazy-view";
import { adoptionPlugin } from "./adoption";
import { AttachmentNode } from "./attachment-node";
import { captionKeysPlugin } from "./caption-keys";
import { ImageNode } from "./image-node";
import { selectBlock } from "./image-view";
import { incomingPlugin } from "./incoming";
import { placeholderPlugin } from "./placeholders";
import { selectedFile } from "./selected-file";
import { dispatchStep, FileTools } from "./tools";
import { Uploads } from "./uploads";

export { fileOfDataAddress } from "./incoming";
export { addFiles } from "./tools";

/** Uploads, the bar, and what clicks and keys do to pictures and files. */
const FileEditing = Extension.create<object, FileTools>({
  name: "fileTools",
  // Before what makes text of everything that is pasted.
  priority: 200,
  addStorage: () => new FileTools(),

  addProseMirrorPlugins() {
    const { editor, storage } = this;
    const image = editor.schema.nodes["image"];
    if (image === undefined) throw new Error("The schema has no image.");
    const dispatch = (transaction: Transaction): void => {
      dispatchStep(editor, transaction);
    };
    return [
      placeholderPlugin(),
      incomingPlugin(image, () => storage.uploads),
      adoptionPlugin(storage.adoptions),
      captionKeysPlugin(),
      new Plugin({ view: (view) => (storage.uploads = new Uploads(view, dispatch)) }),
      new Plugin({
        view: (view) =>
          new LazyView(view, async () => {
            const [{ FileBar }, { blockActions }] = await Promise.all([
              import("./file-bar"),
              import("./block-actions"),
            ]);
            return () => (storage.bar = new FileBar(view, blockActions(editor)));
          }),
      }),
      pointerAndBarPlugin(storage),
    ];
  },
});

function pointerAndBarPlugin(tools: FileTools): Plugin {
  let wasEditable: boolean | null = null;
  return new Plugin({
    props: {
      handleClickOn: (view, _position, node, place, event) => {
        const { target } = event;
        if (!(target instanceof Element) || target.closest("button, .resize, audio, video") !== null) return false;
        const inFrame = node.type.name === "image" && target.closest(".image-frame") !== null;
        if (inFrame && !view.editable)
          void import("./block-actions").then(({ enlarge }) => {
            enlarge(node);
          });
        else if (inFrame || node.type.name === "attachment") selectBlock(view, place);
        else return false;
        return true;
      },
      handleKeyDown: (view, event) => toEdges(view, event, tools),
      handleDOMEvents: {
        // Before the bars of the text take the key.
        keydown: (view, event) => toBar(view, event, tools),
      },
    },
    view: () => ({
      update: ({ editable }) => {
        if (editable === wasEditable) return;
        wasEditable = editable;
        for (const one of tools.imageViews) one.refreshEditable();
      },
    }),
  });
}

/** Alt+F10 leads to the bar, as from selected text. */
function toBar(view: EditorView, event: KeyboardEvent, { bar }: FileTools): boolean {
  if (!event.altKey || event.key !== "F10" || selectedFile(view.state) === null) return false;
  if (!(bar?.focus() ?? false)) return false;
  event.preventDefault();
  return true;
}

/** Tab leads to the edges of the selected picture. */
function toEdges(view: EditorView, event: KeyboardEvent, { imageViews }: FileTools): boolean {
  if (event.key !== "Tab" || event.shiftKey || selectedFile(view.state)?.type.name !== "image") return false;
  const shown = view.nodeDOM(view.state.selection.from);
  const imageView = [...imageViews].find(({ dom }) => dom === shown);
  imageView?.focusHandle();
  return imageView !== undefined;
}

export const files: Extensions = [ImageNode, AttachmentNode, FileEditing];
