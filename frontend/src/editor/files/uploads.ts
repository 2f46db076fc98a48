import type { Node } from "@tiptap/pm/model";
import type { PluginView, Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import { t, tn } from "../../lib/i18n";
import { toast } from "../../ui/toasts";
import { Announcer } from "./announcer";
import { pageFiles } from "./page-files";
import { blockPlace } from "./place";
import { placeholdersIn, withoutPlaceholder, withPlaceholder } from "./placeholders";
import { fileStore, type StoredFile } from "./store";
import { UploadCard } from "./upload-card";
import { type Upload, UploadQueue } from "./upload-queue";

/** Marks a transaction whose files are this document's own already. */
export const OWN_FILES = "ownFiles";

interface Shown {
  readonly id: string;
  readonly card: UploadCard;
  /** The file of the picture that this one takes the place of. */
  readonly replaced: string | null;
}

/** The files that somebody adds to this document: from their choice to the block in the text. */
export class Uploads implements PluginView {
  readonly #view: EditorView;
  readonly #dispatchStep: (transaction: Transaction) => void;
  readonly #queue: UploadQueue;
  readonly #announcer = new Announcer();
  readonly #shown = new Map<Upload, Shown>();
  #count = 0;
  #stopping = false;

  /** `dispatchStep` makes a transaction a step of its own for undo. */
  constructor(view: EditorView, dispatchStep: (transaction: Transaction) => void) {
    this.#view = view;
    this.#dispatchStep = dispatchStep;
    this.#queue = new UploadQueue({
      store: fileStore,
      maxBytes: pageFiles().maxBytes,
      isOnline: () => navigator.onLine,
      changed: this.#refresh,
    });
    window.addEventListener("online", this.#queue.goOn);
    window.addEventListener("beforeunload", this.#warn);
  }

  /** Adds files one after the other at `place`, or where the caret is. */
  add(files: readonly File[], place = this.#placeAtCaret()): void {
    if (!this.#view.editable) return;
    for (const file of files) this.#start(file, place, null);
    if (files.length > 0) this.#announcer.say(tn("Uploading {count} file.", "Uploading {count} files.", files.length));
  }

  /** Puts another picture into the image at `place`. */
  replace(file: File, place: number, replaced: string): void {
    if (this.#view.editable) this.#start(file, place, replaced);
  }

  /** Who may not write any more can't add anything either. */
  update(view: EditorView): void {
    if (view.editable || this.#shown.size === 0 || this.#stopping) return;
    this.#stopping = true;
    // Not inside of the update that told of it.
    queueMicrotask(() => {
      this.#stopping = false;
      if (this.#queue.isPending) toast(t("You can’t edit this document any more, so the upload was cancelled."));
      this.#queue.cancelAll();
    });
  }

  destroy(): void {
    window.removeEventListener("online", this.#queue.goOn);
    window.removeEventListener("beforeunload", this.#warn);
    this.#shown.clear();
    this.#queue.cancelAll();
    this.#announcer.destroy();
  }

  #start(file: File, place: number, replaced: string | null): void {
    const upload = this.#queue.add(file);
    const card = new UploadCard(upload, {
      cancel: () => {
        this.#queue.cancel(upload);
        this.#view.focus();
      },
      retry: () => {
        this.#queue.retry(upload);
        this.#view.focus();
      },
    });
    const id = `upload-${(this.#count += 1)}`;
    this.#shown.set(upload, { id, card, replaced });
    this.#view.dispatch(withPlaceholder(this.#view.state.tr, { id, place, dom: card.dom }));
  }

  readonly #refresh = (upload: Upload): void => {
    const shown = this.#shown.get(upload);
    if (shown === undefined) return;
    shown.card.refresh();
    this.#announcer.tell(upload);
    const { state } = upload;
    if (state.kind !== "done" && state.kind !== "cancelled") return;
    this.#shown.delete(upload);
    if (state.kind === "done") this.#insert(shown, state.stored);
    else this.#view.dispatch(withoutPlaceholder(this.#view.state.tr, shown.id));
  };

  #insert({ id, replaced }: Shown, stored: StoredFile): void {
    const { state } = this.#view;
    const place = placeholdersIn(state).find((one) => one.id === id)?.place ?? this.#placeAtCaret();
    const transaction = withoutPlaceholder(state.tr, id).setMeta(OWN_FILES, true);
    const present = state.doc.nodeAt(place);
    if (replaced !== null && present?.attrs["file"] === replaced && stored.kind === "image") {
      const { file, width: pixelWidth, height: pixelHeight } = stored;
      // The alternative text told of the other picture.
      for (const [name, value] of Object.entries({ file, pixelWidth, pixelHeight, alt: null })) {
        transaction.setNodeAttribute(place, name, value);
      }
    } else {
      const block = this.#blockOf(stored);
      const $place = state.doc.resolve(place);
      const fits = $place.parent.canReplaceWith($place.index(), $place.index(), block.type);
      transaction.insert(fits ? place : blockPlace($place, block.type), block);
    }
    this.#dispatchStep(transaction);
  }

  #blockOf({ kind, file, name, size, contentType, width, height }: StoredFile): Node {
    const { nodes } = this.#view.state.schema;
    const made =
      kind === "image"
        ? nodes["image"]?.create({ file, pixelWidth: width, pixelHeight: height })
        : nodes["attachment"]?.create({ file, name, size, contentType });
    if (made === undefined) throw new Error(`The schema has no block for a file of kind ${kind}.`);
    return made;
  }

  #placeAtCaret(): number {
    const { selection, schema } = this.#view.state;
    const image = schema.nodes["image"];
    return image === undefined ? selection.to : blockPlace(selection.$to, image);
  }

  readonly #warn = (event: BeforeUnloadEvent): void => {
    if (this.#queue.isPending) event.preventDefault();
  };
}
