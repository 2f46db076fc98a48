import type { UploadAnswer } from "../collab/upload-answer";

/** A line that takes nothing for this long is dead. */
const STALLED_MS = 30_000;
/** The server has a minute for the commit. */
const UNANSWERED_MS = 75_000;

/**
 * Posts bytes with Django's CSRF token and tells how far it is. Always answers: a request that stalls, or that nobody
 * waits for any more (`gone`), is given up.
 */
export function upload(
  url: string,
  bytes: Uint8Array,
  gone: AbortSignal,
  progress: (part: number | null) => void,
): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const giveUp = (): void => {
      request.abort();
    };
    const patience = new Patience(giveUp);
    request.open("POST", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.upload.onprogress = (event) => {
      patience.start(STALLED_MS);
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.upload.onload = () => {
      patience.start(UNANSWERED_MS);
    };
    request.onloadend = () => {
      patience.end();
      gone.removeEventListener("abort", giveUp);
      progress(null);
      resolve(answerOf(request, url));
    };
    progress(0);
    gone.addEventListener("abort", giveUp);
    patience.start(STALLED_MS);
    request.send(new Uint8Array(bytes));
    if (gone.aborted) giveUp();
  });
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** One wait at a time, and what to do when it was in vain. */
class Patience {
  readonly #lost: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(lost: () => void) {
    this.#lost = lost;
  }

  start(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#lost, milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function answerOf({ status, responseText, responseURL }: XMLHttpRequest, url: string): UploadAnswer {
  const redirected = responseURL !== "" && responseURL !== new URL(url, location.href).href;
  return { status, text: responseText, redirected };
}
