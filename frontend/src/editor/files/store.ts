import { t } from "../../lib/i18n";
import { csrfToken, transfer } from "../../lib/upload";
import { pageFiles } from "./page-files";

/** Why something could not be done, in words for the person who asked. */
export interface Refusal {
  readonly ok: false;
  readonly message: string;
  /** Trying again would not help. */
  readonly final: boolean;
  /** The server has answered for this upload: another attempt is another upload. */
  readonly decided: boolean;
}

export type Answer<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** Where a file goes, as the server says. */
export interface Begun {
  readonly file: string;
  readonly upload: {
    readonly method: string;
    readonly url: string;
    readonly fields?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

export interface StoredFile {
  readonly file: string;
  readonly kind: "file" | "image";
  readonly name: string;
  readonly size: number;
  readonly contentType: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** Where files are kept: the server for what may be done, its store for the bytes. */
export interface FileStore {
  begin(file: File): Promise<Answer<Begun>>;
  send(begun: Begun, file: File, gone: AbortSignal, progress: (part: number) => void): Promise<Answer<null>>;
  confirm(file: string, gone: AbortSignal): Promise<Answer<StoredFile>>;
  discard(file: string): void;
}

export const UNANSWERED: Refusal = {
  ok: false,
  final: false,
  decided: false,
  message: t("The server didn’t answer. Check your connection and try again."),
};
const NOT_SENT: Refusal = { ...UNANSWERED, message: t("The upload didn’t get through. Try again.") };
const NEVER_GONE = new AbortController().signal;
const LATER = new Set([408, 409, 425, 429]);
/** What was sent is still there: it is enough to ask again. */
const KEPT = new Set(["being-checked", "too-many"]);

export const fileStore: FileStore = {
  begin(file) {
    const contentType = file.type === "" ? "application/octet-stream" : file.type;
    return ask("POST", "", NEVER_GONE, { name: file.name, size: file.size, contentType });
  },

  async send({ upload: { method, url, fields, headers = {} } }, file, gone, progress) {
    const body = fields === undefined ? file : formOf(fields, file);
    const { status } = await transfer({ method, url, headers, body }, gone, (part) => {
      progress(part ?? 1);
    });
    return status >= 200 && status < 300 ? { ok: true, value: null } : NOT_SENT;
  },

  confirm(file, gone) {
    return ask("POST", `/${file}/confirm`, gone);
  },

  /** Best effort: the server forgets by itself what is never confirmed. */
  discard(file) {
    void ask("DELETE", `/${file}`, NEVER_GONE);
  },
};

/** For a file that this document shows, and another one brought. */
export function adoptFile(file: string): Promise<Answer<unknown>> {
  return ask("POST", `/${file}/adopt`, NEVER_GONE);
}

async function ask<Value>(method: string, path: string, gone: AbortSignal, body?: object): Promise<Answer<Value>> {
  const headers: Record<string, string> = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(pageFiles().url + path, {
      ...{ method, headers, signal: gone, credentials: "same-origin", redirect: "error" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 204) return { ok: true, value: null as Value };
    const answer: unknown = await response.json();
    return response.ok ? { ok: true, value: answer as Value } : refusalOf(response.status, answer);
  } catch (error) {
    // No connection, no JSON, or nobody waits any more.
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException) return UNANSWERED;
    throw error;
  }
}

export function refusalOf(status: number, answer: unknown): Refusal {
  const { message, problem } = (answer ?? {}) as { message?: unknown; problem?: unknown };
  if (typeof message !== "string") return UNANSWERED;
  const isAnswer = status < 500;
  const decided = isAnswer && !KEPT.has(String(problem));
  return { ok: false, message, decided, final: isAnswer && !LATER.has(status) && problem !== "wrong-size" };
}

function formOf(fields: Readonly<Record<string, string>>, file: File): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // The store ignores every field that comes after the file.
  form.append("file", file);
  return form;
}
