import { type Answer, type Begun, type FileStore, type StoredFile, UNANSWERED } from "./store";
import { tooLargeText } from "./words";

/** More would only make each of them slower. */
export const AT_ONCE = 3;

export type UploadState =
  | { readonly kind: "cancelled" | "finishing" | "offline" | "waiting" }
  | { readonly kind: "done"; readonly stored: StoredFile }
  | { readonly kind: "failed"; readonly message: string; readonly final: boolean }
  | { readonly kind: "sending"; readonly part: number };

/** One file on its way. What has been reached is kept for the next attempt. */
export class Upload {
  readonly file: File;
  readonly #changed: (upload: Upload) => void;
  #state: UploadState = { kind: "waiting" };
  #gone = new AbortController();
  #begun: Begun | null = null;
  #sent = false;

  constructor(file: File, changed: (upload: Upload) => void) {
    this.file = file;
    this.#changed = changed;
  }

  get state(): UploadState {
    return this.#state;
  }

  /** Whether something is lost when the page is left now. */
  get isPending(): boolean {
    return ["waiting", "sending", "finishing", "offline"].includes(this.#state.kind);
  }

  show(state: UploadState): void {
    if (this.#state.kind === "cancelled") return;
    this.#state = state;
    this.#changed(this);
  }

  async run(store: FileStore): Promise<Answer<StoredFile>> {
    const gone = this.#gone.signal;
    if (this.#begun === null) {
      const begun = await store.begin(this.file);
      if (!begun.ok) return begun;
      this.#begun = begun.value;
      // Cancelled meanwhile: only now is it known what there is to give up.
      if (gone.aborted) {
        this.#forget(store);
        return UNANSWERED;
      }
    }
    if (!this.#sent) {
      const sent = await store.send(this.#begun, this.file, gone, (part) => {
        this.show({ kind: "sending", part });
      });
      if (!sent.ok) {
        if (!gone.aborted) this.#forget(store);
        return sent;
      }
      this.#sent = true;
    }
    this.show({ kind: "finishing" });
    const stored = await store.confirm(this.#begun.file, gone);
    // What the server turned away is gone there.
    if (!stored.ok && stored.decided) {
      this.#begun = null;
      this.#sent = false;
    }
    return stored;
  }

  cancel(store: FileStore): void {
    this.show({ kind: "cancelled" });
    this.#gone.abort();
    this.#forget(store);
  }

  #forget(store: FileStore): void {
    if (this.#begun !== null) store.discard(this.#begun.file);
    this.#begun = null;
    this.#sent = false;
  }
}

export interface UploadQueueOptions {
  readonly store: FileStore;
  readonly maxBytes: number;
  readonly isOnline: () => boolean;
  readonly changed: (upload: Upload) => void;
}

/** Files on their way, a few at once; the rest wait for their turn. */
export class UploadQueue {
  readonly #options: UploadQueueOptions;
  readonly #uploads = new Set<Upload>();
  #running = 0;

  constructor(options: UploadQueueOptions) {
    this.#options = options;
  }

  get isPending(): boolean {
    return [...this.#uploads].some((upload) => upload.isPending);
  }

  /** The upload doesn't start before the caller has put it on the page. */
  add(file: File): Upload {
    const { changed, maxBytes } = this.#options;
    const upload = new Upload(file, changed);
    this.#uploads.add(upload);
    if (file.size > maxBytes) {
      upload.show({ kind: "failed", final: true, message: tooLargeText(file.name, maxBytes) });
    } else {
      queueMicrotask(this.#next);
    }
    return upload;
  }

  retry(upload: Upload): void {
    upload.show({ kind: "waiting" });
    this.#next();
  }

  cancel(upload: Upload): void {
    this.#uploads.delete(upload);
    upload.cancel(this.#options.store);
  }

  /** How many were on their way. */
  cancelAll(): number {
    const all = [...this.#uploads];
    for (const upload of all) this.cancel(upload);
    return all.length;
  }

  /** What waited for the connection goes on. */
  readonly goOn = (): void => {
    for (const upload of this.#uploads) if (upload.state.kind === "offline") upload.show({ kind: "waiting" });
    this.#next();
  };

  readonly #next = (): void => {
    for (const upload of this.#uploads) {
      if (this.#running >= AT_ONCE) return;
      if (upload.state.kind !== "waiting") continue;
      if (this.#options.isOnline()) void this.#run(upload);
      else upload.show({ kind: "offline" });
    }
  };

  async #run(upload: Upload): Promise<void> {
    this.#running += 1;
    upload.show({ kind: "sending", part: 0 });
    try {
      const answer = await upload.run(this.#options.store);
      if (upload.state.kind !== "cancelled") this.#settle(upload, answer);
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  #settle(upload: Upload, answer: Answer<StoredFile>): void {
    if (answer.ok) {
      this.#uploads.delete(upload);
      upload.show({ kind: "done", stored: answer.value });
    } else if (!answer.final && !this.#options.isOnline()) {
      upload.show({ kind: "offline" });
    } else {
      upload.show({ kind: "failed", message: answer.message, final: answer.final });
    }
  }
}
