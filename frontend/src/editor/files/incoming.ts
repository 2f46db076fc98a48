import type { NodeType } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import { t } from "../../lib/i18n";
import { withoutStyle } from "../clipboard/clean/css";
import { blockSlice, droppedPlace } from "./place";
import type { Uploads } from "./uploads";

/** Files that are dropped on the text or pasted into it. */
export function incomingPlugin(type: NodeType, uploads: () => Uploads | null): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        dragover: (view, event) => {
          if (view.editable && bringsFiles(view, event)) showWhere(view, event, type);
          return false;
        },
        dragleave: (view, event) => {
          const { relatedTarget } = event;
          if (!(relatedTarget instanceof Node) || !view.dom.contains(relatedTarget)) forgetDrag(view);
          return false;
        },
        drop: (view, event) => dropFiles(view, event, type, uploads()),
      },
      handlePaste: (_view, event) => {
        const files = filesToAdd(event.clipboardData);
        if (files.length > 0) uploads()?.add(files);
        return files.length > 0;
      },
    },
    view: () => ({ destroy: keepPageOpen() }),
  });
}

/**
 * A picture that stands in pasted HTML as a `data:` address, as a file of its own. Null: it is no picture, or it isn't
 * written as browsers write one.
 */
export function fileOfDataAddress(address: string, name = t("Pasted picture")): File | null {
  const [, type, data] = /^data:(image\/[a-z0-9.+-]+);base64,([A-Za-z0-9+/\s]+=*)\s*$/i.exec(address) ?? [];
  if (type === undefined || data === undefined) return null;
  const bytes = Uint8Array.from(atob(data.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
  return new File([bytes], `${name}.${extensionOf(type)}`, { type: type.toLowerCase() });
}

/** What the clipboard has as files only: text that comes with a picture of itself is pasted as text. */
export function filesToAdd(clipboard: DataTransfer | null): readonly File[] {
  const files = [...(clipboard?.files ?? [])];
  const html = clipboard?.getData("text/html") ?? "";
  if (files.length === 0 || html === "") return files.map(named);
  const { body } = new DOMParser().parseFromString(withoutStyle(html), "text/html");
  const isPicture = body.textContent.trim() === "" && body.querySelector("img") !== null;
  return isPicture ? files.map(named) : [];
}

/** A copied picture is called "image.png" by every browser. */
function named(file: File): File {
  if (!/^image\.[a-z]+$/.test(file.name)) return file;
  return new File([file], `${t("Pasted picture")}.${extensionOf(file.type)}`, { type: file.type });
}

function extensionOf(type: string): string {
  const [, kind = ""] = type.toLowerCase().split("/");
  return { jpeg: "jpg", "svg+xml": "svg" }[kind] ?? kind;
}

const shown = new WeakSet<object>();

/** A node of this document that is dragged may bring its picture as a file too. */
function bringsFiles(view: EditorView, event: DragEvent): boolean {
  const isOurs = view.dragging === null || shown.has(view.dragging);
  return isOurs && (event.dataTransfer?.types.includes("Files") ?? false);
}

/** The drop cursor then stands between blocks, where the file will be put. */
function showWhere(view: EditorView, event: DragEvent, type: NodeType): void {
  if (view.dragging === null) {
    view.dragging = { slice: blockSlice(type), move: false };
    shown.add(view.dragging);
  }
  if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
}

function forgetDrag(view: EditorView): void {
  if (view.dragging !== null && shown.has(view.dragging)) view.dragging = null;
}

function dropFiles(view: EditorView, event: DragEvent, type: NodeType, uploads: Uploads | null): boolean {
  if (!bringsFiles(view, event)) return false;
  forgetDrag(view);
  event.preventDefault();
  const files = [...(event.dataTransfer?.files ?? [])];
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (view.editable && files.length > 0) {
    uploads?.add(files, at === null ? undefined : droppedPlace(view.state.doc, at.pos, type));
    view.focus();
  }
  return true;
}

/** A file that is dropped beside the text would be opened instead of the document. */
function keepPageOpen(): () => void {
  const stop = new AbortController();
  for (const name of ["dragover", "drop"] as const) {
    window.addEventListener(
      name,
      (event) => {
        if (event.defaultPrevented || !(event.dataTransfer?.types.includes("Files") ?? false)) return;
        event.preventDefault();
        if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "none";
      },
      { signal: stop.signal },
    );
  }
  return () => {
    stop.abort();
  };
}
