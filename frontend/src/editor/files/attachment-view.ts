import type { Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { shownAttributes } from "../schema/attributes";
import { NODES } from "../schema/description";
import type { Adoptions } from "./adoption";
import { download } from "./download";
import { fileUrl } from "./page-files";
import { comesLater, statusOf } from "./picture";
import { sizeText, typeIcon, typeText } from "./words";

export interface AttachmentAttributes {
  readonly file: string | null;
  readonly name: string;
  readonly size: number | null;
  readonly contentType: string | null;
}

const PLAYED = /^(audio|video)\/(?:aac|flac|mp4|mpeg|ogg|wav|webm|x-wav)$/;

export function attachmentAttributes({ attrs }: Node): AttachmentAttributes {
  return shownAttributes(NODES["attachment"]?.attributes ?? {}, attrs) as unknown as AttachmentAttributes;
}

const CANNOT = t("This file can’t be opened here.");

/** A file as a card: what it is, how large it is, and the way to it. */
export class AttachmentView implements NodeView {
  readonly dom = element("div", { class: "attachment", contenteditable: "false" });
  readonly #adoptions: Adoptions;
  readonly #mayAdopt: () => boolean;
  #node: Node;
  #stop = new AbortController();

  constructor(node: Node, adoptions: Adoptions, mayAdopt: () => boolean) {
    this.#node = node;
    this.#adoptions = adoptions;
    this.#mayAdopt = mayAdopt;
    this.#draw();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    const changed = !node.hasMarkup(node.type, this.#node.attrs);
    this.#node = node;
    if (changed) this.#draw();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof Element && event.target.closest("button, audio, video") !== null;
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.#stop.abort();
  }

  #draw(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { file, name, size, contentType } = attachmentAttributes(this.#node);
    const shown = name === "" ? t("File") : name;
    const facts = [typeText(name, contentType), ...(size === null ? [] : [sizeText(size)])].join(" · ");
    const said = element("p", { class: "attachment-facts" }, facts);
    const text = element("div", { class: "attachment-text" }, element("p", { class: "attachment-name" }, shown), said);
    const kind = element("span", { class: "attachment-icon" }, icon(typeIcon(name, contentType)));
    const row = element("div", { class: "attachment-row" }, kind, text);
    if (file !== null) row.append(downloadButton(file, shown));
    this.dom.replaceChildren(row);
    if (file === null) return;
    const player = playerOf(file, shown, contentType);
    if (player !== null) this.dom.append(player);
    void this.#claim(file, said, facts);
  }

  /** What was pasted while nobody could be asked is asked for by the next editor who sees it. */
  async #claim(file: string, said: HTMLElement, facts: string): Promise<void> {
    const { signal } = this.#stop;
    const url = fileUrl(file, "original");
    // What is pasted is asked for when all of it stands.
    await Promise.resolve();
    let answer = await this.#adoptions.answerFor(file);
    if ((answer === undefined || (!answer.ok && !answer.final)) && this.#mayAdopt()) {
      const status = await statusOf(url);
      if (signal.aborted) return;
      if (status === null) {
        window.addEventListener("online", () => void this.#claim(file, said, facts), { once: true, signal });
      } else if (status === 404) {
        this.#adoptions.forget(file);
        answer = await this.#adoptions.adopt(file);
      } else if (status < 400) {
        answer = undefined;
      }
    }
    if (signal.aborted) return;
    said.textContent = answer?.ok === false ? `${CANNOT} ${answer.message}` : facts;
    // Somebody else may have pasted it, and be about to have it adopted.
    if (answer?.ok === false && answer.final && (await comesLater(url, signal))) said.textContent = facts;
  }
}

function downloadButton(file: string, name: string): HTMLButtonElement {
  const button = element(
    "button",
    { type: "button", class: "button button--quiet button--icon", "aria-label": t("Download {name}", { name }) },
    icon("download"),
  );
  button.dataset["tooltip"] = t("Download");
  button.addEventListener("click", () => void download(file, name));
  return button;
}

function playerOf(file: string, name: string, contentType: string | null): HTMLMediaElement | null {
  const kind = PLAYED.exec(contentType ?? "")?.[1];
  if (kind !== "audio" && kind !== "video") return null;
  const attributes = { controls: true, preload: "none", src: fileUrl(file, "original"), "aria-label": name };
  const player = kind === "audio" ? element("audio", attributes) : element("video", attributes);
  // A browser that can't play it, or a file that isn't there: the card is enough.
  player.addEventListener("error", () => {
    player.remove();
  });
  return player;
}
