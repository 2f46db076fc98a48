import { Extension, type Editor } from "@tiptap/core";
import { Fragment, Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import { t } from "../../lib/i18n";
import { toast } from "../../ui/toasts";
import { inOneStep } from "../menus/undo-step";
import { pasteAddress, takesAddress } from "./address-paste";
import { onlyAddress } from "./addresses";
import { withoutStyle } from "./clean/css";
import { cleaning, loadCleaning, pasteLater } from "./cleaning";
import { languageOfCodeEditor } from "./code-editor";
import { isBareHtml, looksLikeMarkdown } from "./looks-like-markdown";
import { pasteMarkdown } from "./markdown-paste";
import type { MovedBlocks } from "./moved-blocks";
import { PasteParser } from "./pasted-html";
import { Pictures, upload } from "./pictures";
import { arrivingSlice, countBlocks } from "./slices";

/** More would keep the tab busy for too long, and is no text that somebody has written. */
const MAX_HTML_CHARACTERS = 2_000_000;
const MAX_BLOCKS = 20_000;

/** What is pasted or dropped from elsewhere, made into what the document has. */
export function paste(moved: MovedBlocks): Extension {
  return Extension.create({
    name: "pasting",
    // Before the link's own rule for what is pasted.
    priority: 1_100,
    addProseMirrorPlugins() {
      return [new Pasting(this.editor, moved).plugin()];
    },
    onFocus() {
      if (this.editor.isEditable) void loadCleaning();
    },
  });
}

class Pasting {
  readonly #editor: Editor;
  readonly #moved: MovedBlocks;
  readonly #pictures = new Pictures();
  /** Ctrl+Shift+V was pressed: plain text, whatever it looks like. */
  #asPlain = false;

  constructor(editor: Editor, moved: MovedBlocks) {
    this.#editor = editor;
    this.#moved = moved;
  }

  plugin(): Plugin {
    return new Plugin({
      props: {
        clipboardParser: new PasteParser(this.#editor.schema, this.#pictures),
        transformPastedHTML: withoutStyle,
        transformPasted: (slice, view) => arrivingSlice(slice, this.#moved.arriving(view.state)),
        handlePaste: (view, event, slice) => this.#onPaste(view, event, slice),
        handleDrop: (_view, _event, slice, isMove) => !isMove && this.#isTooMuch(slice),
        handleDOMEvents: {
          keydown: (_view, { key, shiftKey, ctrlKey, metaKey }) => {
            this.#asPlain = key.toLowerCase() === "v" && shiftKey && (ctrlKey || metaKey);
            return false;
          },
          keyup: () => (this.#asPlain = false),
          paste: (view, event) => this.#isTooLong(event, event.clipboardData, true) || this.#isTooEarly(view, event),
          drop: (view, event) => {
            this.#moved.dropped(view, event);
            return this.#isTooLong(event, event.dataTransfer, false);
          },
        },
      },
    });
  }

  #isTooLong(event: Event, data: DataTransfer | null, mayTakePictures: boolean): boolean {
    this.#pictures.expect(mayTakePictures);
    if (this.#asPlain || (data?.getData("text/html").length ?? 0) <= MAX_HTML_CHARACTERS) return false;
    event.preventDefault();
    sayTooMuch();
    return true;
  }

  /** Before what cleans it is loaded. */
  #isTooEarly({ dom, editable }: EditorView, event: ClipboardEvent): boolean {
    const { clipboardData: data } = event;
    const isHtml = !this.#asPlain && data?.types.includes("text/html") === true;
    if (data === null || !editable || !isHtml || cleaning() !== null) return false;
    event.preventDefault();
    void pasteLater(dom, data);
    return true;
  }

  #isTooMuch(slice: Slice): boolean {
    if (countBlocks(slice) <= MAX_BLOCKS) return false;
    sayTooMuch();
    return true;
  }

  #onPaste({ state }: EditorView, { clipboardData: data }: ClipboardEvent, slice: Slice): boolean {
    if (this.#isTooMuch(slice)) return true;
    const hasFiles = (data?.files.length ?? 0) > 0;
    const text = data?.getData("text/plain") ?? "";
    const html = data?.getData("text/html") ?? "";
    if (state.selection.$from.parent.type.spec.code === true) return false;
    if (this.#asPlain) return text !== "" && this.#replace(slice);
    if (!hasFiles && text !== "" && takesAddress(state)) {
      if (this.#pasteAddress(text, html, slice)) return true;
      if (this.#pasteText(text, html, slice, languageOfCodeEditor(data))) return true;
    }
    return !this.#pictures.isEmpty && this.#replace(slice);
  }

  #pasteAddress(text: string, html: string, slice: Slice): boolean {
    const address = onlyAddress(text);
    const isBare = html === "" || slice.content.textBetween(0, slice.content.size, "\n").trim() === address;
    if (address === null || (!isBare && this.#editor.state.selection.empty)) return false;
    pasteAddress(this.#editor, address);
    return true;
  }

  /** Markdown, or code from an editor of code. */
  #pasteText(text: string, html: string, slice: Slice, language: string | null): boolean {
    const isCode = language !== null && language !== "markdown" && language !== "plaintext";
    if (isCode) return this.#replace(this.#code(text, language));
    if (language === null && html !== "" && !isBareHtml(html)) return false;
    if (language !== "markdown" && !looksLikeMarkdown(text)) return false;
    void pasteMarkdown(this.#editor, {
      text,
      plain: html === "" ? slice : this.#lines(text),
      maxBlocks: MAX_BLOCKS,
      arriving: () => this.#moved.arriving(this.#editor.state),
      tooMuch: sayTooMuch,
    });
    return true;
  }

  /** One line of code is a part of a sentence, several are a block. */
  #code(text: string, language: string): Slice {
    const { schema } = this.#editor;
    const block = text.trim().includes("\n") ? schema.nodes["codeBlock"] : undefined;
    if (block === undefined) return this.#lines(text);
    const code = schema.text(text.replace(/\r\n?/g, "\n").replace(/\n$/, ""));
    return new Slice(Fragment.from(block.create({ language }, code)), 0, 0);
  }

  #lines(text: string): Slice {
    const { schema } = this.#editor;
    const lines = text.split(/(?:\r\n?|\n)+/).filter((line) => line !== "");
    const paragraphs = lines.map((line) => schema.nodes["paragraph"]?.create(null, schema.text(line)));
    return new Slice(Fragment.from(paragraphs.filter((one) => one !== undefined)), 1, 1);
  }

  #replace(slice: Slice): boolean {
    let placed: ReturnType<Pictures["unmark"]> = [];
    inOneStep(this.#editor, (transaction) => {
      transaction.replaceSelection(slice).setMeta("paste", true);
      placed = this.#pictures.unmark(transaction);
      return transaction.docChanged;
    });
    upload(this.#editor, placed);
    return true;
  }
}

function sayTooMuch(): void {
  toast(t("That is too much to paste at once. Paste it in smaller parts."));
}
