import { Editor, type JSONContent } from "@tiptap/core";

import { contentExtensions } from "../extensions";

/** An editor of its own, with nobody else. */
export function openEditor(content: string | JSONContent = "", editable = true): Editor {
  const element = document.createElement("div");
  document.body.append(element);
  return new Editor({ element, injectCSS: false, editable, content, extensions: contentExtensions() });
}

/** Types letter by letter, "\n" for Enter. */
export function type(editor: Editor, text: string): void {
  for (const letter of text) {
    if (letter === "\n") {
      press(editor, "Enter");
      continue;
    }
    const { view } = editor;
    const { from, to } = view.state.selection;
    const insert = () => view.state.tr.insertText(letter, from, to);
    const taken = view.someProp("handleTextInput", (handle) => handle(view, from, to, letter, insert));
    if (taken !== true) view.dispatch(insert());
  }
}

/** Presses a key as "Mod-Shift-Enter" names it, and tells whether the editor did something with it. */
export function press(editor: Editor, shortcut: string): boolean {
  const parts = shortcut.split("-");
  const key = parts.at(-1) ?? "";
  const isCapital = parts.includes("Shift") && key.length === 1;
  const event = new KeyboardEvent("keydown", {
    key: isCapital ? key.toUpperCase() : key,
    keyCode: key.length === 1 ? key.toUpperCase().charCodeAt(0) : 0,
    ctrlKey: parts.includes("Mod"),
    shiftKey: parts.includes("Shift"),
    altKey: parts.includes("Alt"),
    bubbles: true,
    cancelable: true,
  });
  return editor.view.someProp("handleKeyDown", (handle) => handle(editor.view, event)) === true;
}

/** The document as "heading{level=2}(text) …", attributes only where they aren't the default. */
export function outline(editor: Editor): string {
  return editor
    .getJSON()
    .content.map((node) => outlineOf(node, editor))
    .join(" ");
}

function outlineOf(node: JSONContent, editor: Editor): string {
  if (node.type === "text") {
    const marks = (node.marks ?? []).map((mark) => mark.type + shown(mark.attrs ?? {}, {})).sort();
    return marks.length === 0 ? (node.text ?? "") : `<${marks.join(" ")}>${node.text ?? ""}</>`;
  }
  const specs = editor.schema.nodes[node.type ?? ""]?.spec.attrs ?? {};
  const defaults = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec.default as unknown]));
  const inside = (node.content ?? []).map((child) => outlineOf(child, editor));
  const separator = node.content?.some(({ type: name }) => name === "text") === true ? "" : " ";
  return `${node.type ?? ""}${shown(node.attrs ?? {}, defaults)}(${inside.join(separator)})`;
}

function shown(attributes: Record<string, unknown>, defaults: Record<string, unknown>): string {
  const own = Object.entries(attributes).filter(
    ([name, value]) => value !== defaults[name] && name !== "id" && name !== "footnote",
  );
  return own.length === 0 ? "" : `{${own.map(([name, value]) => `${name}=${String(value)}`).join(",")}}`;
}
