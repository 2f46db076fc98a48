import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import type { Adoptions } from "./adoption";
import { fileUrl } from "./page-files";

export interface PictureSource {
  readonly file: string | null;
  readonly alt: string | null;
  readonly pixelWidth: number | null;
  readonly pixelHeight: number | null;
}

const LOOK_AGAIN_AFTER_MS = [1_000, 4_000, 15_000];
const CANNOT = t("This picture can’t be shown.");
const OFFLINE = t("You’re offline; the picture shows when you’re back.");

/** A picture of the document: loading, shown, or in plain words why it isn't. */
export class Picture {
  readonly dom = element("div", { class: "picture" });
  readonly image = element("img", { loading: "lazy", decoding: "async", draggable: "false" });
  readonly #adoptions: Adoptions;
  readonly #mayAdopt: () => boolean;
  #file: string | null | undefined;
  /** Whether it was loaded again after this document had asked for the file. */
  #adopted = false;
  /** Whether it was loaded again although it was there. */
  #reloaded = false;
  #stop = new AbortController();

  constructor(adoptions: Adoptions, mayAdopt: () => boolean) {
    this.#adoptions = adoptions;
    this.#mayAdopt = mayAdopt;
    this.image.addEventListener("load", () => (this.dom.dataset["state"] = "shown"));
    this.image.addEventListener("error", () => void this.#explain());
    this.dom.append(this.image);
  }

  show({ file, alt, pixelWidth, pixelHeight }: PictureSource): void {
    this.image.alt = alt ?? "";
    setNumber(this.image, "width", pixelWidth);
    setNumber(this.image, "height", pixelHeight);
    if (file === this.#file) return;
    this.#file = file;
    this.#adopted = false;
    this.#reloaded = false;
    if (file === null) this.#say(CANNOT, null);
    else void this.#load();
  }

  destroy(): void {
    this.#file = undefined;
    this.#stop.abort();
  }

  readonly #load = async (): Promise<void> => {
    const file = this.#file;
    this.#stop.abort();
    this.#stop = new AbortController();
    if (typeof file !== "string") return;
    this.dom.dataset["state"] = "loading";
    this.dom.replaceChildren(this.image);
    // What is pasted is asked for when all of it stands.
    await Promise.resolve();
    const adopted = await this.#adoptions.answerFor(file);
    if (file !== this.#file) return;
    if (adopted?.ok === false && adopted.final) {
      this.#say(CANNOT, adopted.message);
      void this.#lookAgain(file);
      return;
    }
    this.image.removeAttribute("src");
    this.image.src = fileUrl(file);
  };

  /** The browser only tells that there is no picture; the server knows why. */
  async #explain(): Promise<void> {
    const file = this.#file;
    if (typeof file !== "string") return;
    const status = await statusOf(fileUrl(file));
    if (file !== this.#file) return;
    if (status === null) {
      this.#say(navigator.onLine ? CANNOT : OFFLINE, null);
      window.addEventListener("online", () => void this.#load(), { once: true, signal: this.#stop.signal });
    } else if (
      !this.#adopted &&
      this.#mayAdopt() &&
      (status === 404 || this.#adoptions.answerFor(file) !== undefined)
    ) {
      this.#adopted = true;
      await this.#adoptions.adopt(file);
      if (file === this.#file) await this.#load();
    } else {
      this.#say(CANNOT, null);
      // It may have come between the two questions. One that is there and broken is loaded once more, not for ever.
      if (status >= 400 || !this.#reloaded) void this.#lookAgain(file);
      this.#reloaded ||= status < 400;
    }
  }

  /** Whoever pasted it may have been a moment earlier than the server's leave to show it here. */
  async #lookAgain(file: string): Promise<void> {
    if (!(await comesLater(fileUrl(file), this.#stop.signal))) return;
    this.#adoptions.forget(file);
    await this.#load();
  }

  #say(text: string, reason: string | null): void {
    this.dom.dataset["state"] = "failed";
    const words = element("p", {}, text);
    if (reason !== null) words.append(" ", element("span", {}, reason));
    const again = element("button", { type: "button", class: "button button--small" }, t("Try again"));
    again.addEventListener("click", () => {
      this.#adopted = false;
      if (typeof this.#file === "string") this.#adoptions.forget(this.#file);
      void this.#load();
    });
    this.dom.replaceChildren(element("div", { class: "picture-failed" }, icon("imageOff"), words, again));
  }
}

/** Looks a few times more for what isn't there yet; false when it didn't come, or nobody waits any more. */
export async function comesLater(url: string, signal: AbortSignal): Promise<boolean> {
  const isOver = (): boolean => signal.aborted;
  for (const milliseconds of LOOK_AGAIN_AFTER_MS) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    if (isOver()) return false;
    if ((await statusOf(url)) === 200) return !isOver();
  }
  return false;
}

/** Null: nobody answered. */
export async function statusOf(url: string): Promise<number | null> {
  const gone = new AbortController();
  try {
    const { status, type } = await fetch(url, { redirect: "manual", credentials: "same-origin", signal: gone.signal });
    gone.abort();
    // Where the server leads on to its store, there is something.
    return type === "opaqueredirect" ? 200 : status;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function setNumber(image: HTMLImageElement, name: "height" | "width", value: number | null): void {
  if (value === null) image.removeAttribute(name);
  else image.setAttribute(name, String(value));
}
