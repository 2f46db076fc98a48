import { element, pageMain } from "../../lib/element";
import { t } from "../../lib/i18n";
import type { Upload } from "./upload-queue";

/** Tells screen readers how uploads go: their beginning, their half and their end, not each percent. */
export class Announcer {
  readonly #said = element("p", { class: "quiet-text", role: "status" });
  readonly #halfway = new WeakSet<Upload>();

  say(text: string): void {
    if (!this.#said.isConnected) pageMain().append(this.#said);
    this.#said.textContent = text;
  }

  tell(upload: Upload): void {
    const { state, file } = upload;
    if (state.kind === "done") this.say(t("{file} was added.", { file: file.name }));
    else if (state.kind === "failed")
      this.say(t("{file} was not uploaded. {reason}", { file: file.name, reason: state.message }));
    else if (state.kind === "offline")
      this.say(t("You’re offline. {file} is uploaded when you’re back.", { file: file.name }));
    else if (state.kind === "sending" && state.part >= 0.5 && state.part < 1) this.#tellHalf(upload);
  }

  destroy(): void {
    this.#said.remove();
  }

  #tellHalf(upload: Upload): void {
    if (this.#halfway.has(upload)) return;
    this.#halfway.add(upload);
    this.say(t("{file}: half is uploaded.", { file: upload.file.name }));
  }
}
