import { Editor } from "@tiptap/core";
import type { EditorView } from "@tiptap/pm/view";

import type { Session } from "../collab/session";
import { t } from "../lib/i18n";
import type { PageUser } from "../lib/page-data";
import { additionOf, applyAddition, makeUndoManager, TITLE_ORIGIN, type Addition } from "./binding";
import { intoFirstLine, isOnFirstLine, lineBelow } from "./edges";
import { makeExtensions } from "./extensions";
import type { FormatBars } from "./menus/format-bars";
import { ReadingAids } from "./reading/reading-aids";
import { TitleField } from "./title-field";

export interface DocumentEditorOptions {
  readonly title: HTMLTextAreaElement;
  readonly body: HTMLElement;
  readonly user: PageUser;
  readonly titleChanged: (title: string) => void;
  /** Whom this reader follows from now on. */
  readonly followed: (id: string | null) => void;
}

const HIDDEN_EDGES = { top: 108, right: 8, bottom: 72, left: 8 };

/** Title and body of one session's Doc, with one undo history over both. */
export class DocumentEditor {
  readonly #session: Session;
  readonly #title: TitleField;
  readonly #titleArea: HTMLTextAreaElement;
  readonly #editor: Editor;
  #bars: FormatBars | null = null;
  #loadingBars: Promise<FormatBars | null> | null = null;
  readonly #aids: ReadingAids;
  readonly #stop = new AbortController();

  constructor(session: Session, { title, body, user, titleChanged, followed }: DocumentEditorOptions) {
    this.#session = session;
    this.#titleArea = title;
    const undoManager = makeUndoManager(session.title, session.body);
    this.#editor = new Editor({
      element: body,
      injectCSS: false,
      editable: false,
      // What is pasted is the clipboard's affair: see clipboard/paste.ts.
      enablePasteRules: false,
      // Nobody wants to be told what each change deletes: finding that out takes the square of its steps.
      enableCoreExtensions: { delete: false },
      extensions: makeExtensions({ body: session.body, awareness: session.awareness, undoManager, user }),
      editorProps: {
        attributes: {
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": t("Document"),
          class: "prose",
          id: "text",
        },
        // Neither under the bars nor under a phone's toolbar.
        scrollThreshold: HIDDEN_EDGES,
        scrollMargin: HIDDEN_EDGES,
        handleDOMEvents: { keydown: readSelection },
        handleKeyDown: (_view, event) => this.#onKey(event),
        handleClick: (_view, _position, event) => openLink(event, this.#editor.isEditable),
      },
      onFocus: () => {
        undoManager.stopCapturing();
      },
    });
    // The empty space below the text belongs to what the text stands in.
    body.parentElement?.addEventListener("mousedown", this.#onPointer, { capture: true, signal: this.#stop.signal });
    this.#aids = new ReadingAids(this.#editor, session.awareness, followed);
    this.#title = new TitleField(title, {
      undoManager,
      text: session.title,
      origin: TITLE_ORIGIN,
      leave: this.#enterBody,
      changed: titleChanged,
    });
    titleChanged(session.title.toJSON());
  }

  setEditable(editable: boolean): void {
    if (this.#editor.isEditable && !editable) readPendingInput(this.#editor.view);
    if (this.#editor.isEditable !== editable) this.#editor.setEditable(editable, false);
    this.#editor.view.dom.setAttribute("aria-readonly", String(!editable));
    this.#title.setEditable(editable);
    if (editable) void this.#loadBars();
  }

  /** The caret goes to the title of a document that is still empty. */
  focusIfNew(): void {
    if (this.#session.title.length === 0 && this.#session.body.length === 0) this.#titleArea.focus();
  }

  focusEnd(): void {
    this.#editor.commands.focus("end");
  }

  /** What an update of somebody else's would bring, as an edit of this person's. */
  additionOf(update: Uint8Array): Addition {
    return additionOf(this.#editor, this.#session.title, update);
  }

  add(addition: Uint8Array): void {
    applyAddition(this.#editor, this.#session.doc, addition);
  }

  follow(person: PageUser | null): void {
    this.#aids.follow(person);
  }

  destroy(): void {
    this.#stop.abort();
    this.#aids.destroy();
    this.#bars?.destroy();
    this.#title.destroy();
    this.#editor.destroy();
  }

  /** Now, or when they have been loaded: a key that is pressed before that waits for them. */
  async #withBars(act: (bars: FormatBars) => void): Promise<void> {
    const bars = this.#bars ?? (this.#editor.isEditable ? await this.#loadBars() : null);
    if (bars !== null) act(bars);
  }

  /** Only who may write needs them, and not before the text. */
  #loadBars(): Promise<FormatBars | null> {
    return (this.#loadingBars ??= import("./menus/format-bars").then(
      ({ FormatBars }) => (this.#bars = this.#editor.isDestroyed ? null : new FormatBars(this.#editor)),
      () => (this.#loadingBars = null),
    ));
  }

  /** At once: Tiptap's own focus command waits for a frame, and the next letter would still go to the title. */
  readonly #enterBody = (key: "Enter" | "ArrowDown"): void => {
    const { view, state, isEditable } = this.#editor;
    view.dispatch(intoFirstLine(state, isEditable && key === "Enter"));
    view.focus();
  };

  readonly #onPointer = (event: MouseEvent): void => {
    if (!lineBelow(this.#editor.view, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #onKey(event: KeyboardEvent): boolean {
    const mod = event.ctrlKey || event.metaKey;
    if (mod && !event.shiftKey && event.key.toLowerCase() === "k" && this.#mayLink()) {
      void this.#withBars((bars) => {
        bars.openLink();
      });
      return true;
    }
    if (event.altKey && event.key === "F10") {
      if (this.#bars !== null) return this.#bars.focus();
      void this.#withBars((bars) => bars.focus());
      return this.#editor.isEditable;
    }
    if (event.key === "Escape" && this.#bars?.dismiss() === true) return true;
    if (event.key === "ArrowUp" && !mod && !event.shiftKey && isOnFirstLine(this.#editor.view)) {
      this.#titleArea.focus();
      return true;
    }
    return false;
  }

  /** Where no text is selected and the caret is in no link, Ctrl+K searches, as on every page. */
  #mayLink(): boolean {
    return this.#editor.isEditable && (!this.#editor.state.selection.empty || this.#editor.isActive("link"));
  }
}

/**
 * ProseMirror learns of a moved caret from an event that the browser sends later. A key that comes before it (End, then
 * Enter, on a busy machine) would act on the selection that was there before, and could delete it.
 */
function readSelection(view: EditorView, event: KeyboardEvent): boolean {
  if (!event.isComposing && !view.composing) readPendingInput(view);
  return false;
}

/** What the browser has put on the page and ProseMirror hasn't read yet. */
function readPendingInput(view: EditorView): void {
  const { domObserver } = view as unknown as { domObserver?: { flush?: () => void } };
  domObserver?.flush?.();
}

/** A link opens where nothing can be written, and with Ctrl or ⌘ where something can. */
function openLink(event: MouseEvent, editable: boolean): boolean {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || !editable || !(event.ctrlKey || event.metaKey)) return false;
  window.open(link.href, "_blank", "noopener,noreferrer");
  return true;
}
