import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import type { Upload } from "./upload-queue";
import { percentText, sizeText, typeIcon } from "./words";

const PREVIEW_PX = 480;
const PREVIEWED = /^image\/(?:avif|gif|jpeg|png|webp)$/;

export interface UploadCardOptions {
  readonly cancel: () => void;
  readonly retry: () => void;
}

/** A file on its way, where it will stand: what it is, how far it is, and what went wrong. */
export class UploadCard {
  readonly dom: HTMLElement;
  readonly #upload: Upload;
  readonly #said = element("p", { class: "upload-said" });
  readonly #bar = element("div", {
    ...{ class: "upload-bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
  });
  readonly #retry: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;

  constructor(upload: Upload, { cancel, retry }: UploadCardOptions) {
    const { name, size, type } = upload.file;
    this.#upload = upload;
    this.#retry = button(t("Retry"), t("Retry {name}", { name }), retry);
    this.#cancel = button(t("Cancel"), t("Cancel {name}", { name }), cancel);
    this.#bar.setAttribute("aria-label", t("Upload of {name}", { name }));
    const preview = element("div", { class: "upload-preview", "aria-hidden": "true" }, icon(typeIcon(name, type)));
    const text = element(
      "div",
      { class: "upload-text" },
      element("p", { class: "upload-name" }, name, " ", element("span", {}, sizeText(size))),
      this.#bar,
      this.#said,
    );
    const buttons = element("div", { class: "upload-buttons" }, this.#retry, this.#cancel);
    this.dom = element(
      "div",
      { class: "upload", contenteditable: "false", role: "group", "aria-label": name },
      ...[preview, text, buttons],
    );
    void drawPreview(upload.file, preview);
    this.refresh();
  }

  refresh(): void {
    const { state, file } = this.#upload;
    const { name } = file;
    const failed = state.kind === "failed";
    const part = state.kind === "sending" ? state.part : state.kind === "finishing" ? 1 : 0;
    this.dom.dataset["state"] = state.kind;
    this.#said.textContent = this.#words(part);
    this.#bar.hidden = failed;
    this.#bar.setAttribute("aria-valuenow", String(Math.floor(part * 100)));
    this.#bar.style.setProperty("--part", `${(part * 100).toFixed(1)}%`);
    this.#retry.hidden = state.kind !== "failed" || state.final;
    this.#cancel.textContent = failed ? t("Remove") : t("Cancel");
    this.#cancel.setAttribute("aria-label", failed ? t("Remove {name}", { name }) : t("Cancel {name}", { name }));
  }

  #words(part: number): string {
    const { state } = this.#upload;
    switch (state.kind) {
      case "failed":
        return state.message;
      case "offline":
        return t("You’re offline. The upload goes on when you’re back.");
      case "waiting":
        return t("Waiting for its turn");
      case "finishing":
        return t("Almost there");
      case "sending":
        return percentText(part);
      case "cancelled":
      case "done":
        return "";
    }
  }
}

function button(text: string, name: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "button button--small", "aria-label": name }, text);
  made.addEventListener("click", act);
  return made;
}

/** Drawn, not linked: the content security policy knows no `blob:` pictures. */
async function drawPreview(file: File, into: HTMLElement): Promise<void> {
  if (!PREVIEWED.test(file.type)) return;
  // A file that is no picture, whatever it says, keeps its icon.
  const bitmap = await createImageBitmap(file, { resizeWidth: PREVIEW_PX, resizeQuality: "medium" }).catch(() => null);
  if (bitmap === null) return;
  const canvas = element("canvas", { width: String(bitmap.width), height: String(bitmap.height) });
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  into.replaceChildren(canvas);
}
