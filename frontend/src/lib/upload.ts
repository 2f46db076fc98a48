import type { UploadAnswer } from "../collab/upload-answer";

/** A line that takes nothing for this long is dead. */
const STALLED_MS = 30_000;
/** The server has a minute for the commit. */
const UNANSWERED_MS = 75_000;

export interface Transfer {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob | FormData | Uint8Array<ArrayBuffer>;
}

/** Posts bytes with Django's CSRF token. */
export function upload(
  url: string,
  bytes: Uint8Array,
  gone: AbortSignal,
  progress: (part: number | null) => void,
): Promise<UploadAnswer> {
  const headers = {
    ...{ "Content-Type": "application/octet-stream", Accept: "application/json" },
    "X-CSRFToken": csrfToken(),
  };
  return transfer({ method: "POST", url, headers, body: new Uint8Array(bytes) }, gone, progress);
}

/**
 * Sends something large and tells how far it is. Always answers: a request that stalls, or that nobody waits for any
 * more (`gone`), is given up.
 */
export function transfer(
  { method, url, headers, body }: Transfer,
  gone: AbortSignal,
  progress: (part: number | null) => void,
): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const giveUp = (): void => {
      request.abort();
    };
    const patience = new Patience(giveUp);
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
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
    request.send(body);
    if (gone.aborted) giveUp();
  });
}

/** The one that the page came with; a page that stands in for the server's has the cookie's, as any page of the site. */
export function csrfToken(): string {
  const said = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  return said === "" ? (/(?:^|; )(?:__Host-)?csrf=([^;]+)/.exec(document.cookie)?.[1] ?? "") : said;
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
