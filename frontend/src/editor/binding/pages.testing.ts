import { Editor } from "@tiptap/core";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

import { makeExtensions } from "../extensions";
import { makeUndoManager } from ".";

const editors: Editor[] = [];

/** Closes all pages that a test has opened. */
export function closeAll(): void {
  for (const editor of editors.splice(0)) editor.destroy();
}

/** A page, without what is around the text. */
export interface Opened {
  readonly doc: Y.Doc;
  readonly body: Y.XmlFragment;
  readonly editor: Editor;
  readonly awareness: Awareness;
}

export function open(doc = new Y.Doc(), editable = true): Opened {
  const body = doc.getXmlFragment("default");
  const undoManager = makeUndoManager(doc.getText("title"), body);
  const awareness = new Awareness(doc);
  const user = { id: "1", name: "Ada", color: "#102030" };
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    editable,
    extensions: makeExtensions({ body, awareness, undoManager, user }),
  });
  editors.push(editor);
  return { doc, body, editor, awareness };
}

export function block(name: string, text: string, attributes: Record<string, string> = {}): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}

export function sync(from: Y.Doc, to: Y.Doc): void {
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
}

export function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  sync(doc, copy);
  return copy;
}

export function at(element: Y.XmlFragment | Y.XmlElement | undefined, index: number): Y.XmlElement {
  const child: unknown = element?.get(index);
  if (!(child instanceof Y.XmlElement)) throw new Error("There is no element.");
  return child as Y.XmlElement;
}

export function markup(shared: unknown): string {
  if (!(shared instanceof Y.AbstractType)) throw new Error("Nothing is shared there.");
  return String(shared.toJSON());
}

export function type(editor: Editor, position: number, text: string): void {
  editor.view.dispatch(editor.state.tr.insertText(text, position));
}
