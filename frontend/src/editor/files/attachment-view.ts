import type { Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { icon } from "../../lib/icons";
import { shownAttributes } from "../schema/attributes";
import { NODES } from "../schema/description";
import type { Adoptions } from "./adoption";
import { download } from "./download";
import { fileUrl } from "./page-files";
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

/** A file as a card: what it is, how large it is, and the way to it. */
export class AttachmentView implements NodeView {
  readonly dom = element("div", { class: "attachment", contenteditable: "false" });
  readonly #adoptions: Adoptions;
  #node: Node;

  constructor(node: Node, adoptions: Adoptions) {
    this.#node = node;
    this.#adoptions = adoptions;
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

  #draw(): void {
    const { file, name, size, contentType } = attachmentAttributes(this.#node);
    const shown = name === "" ? "File" : name;
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
    void this.#sayRefusal(file, said);
  }

  async #sayRefusal(file: string, said: HTMLElement): Promise<void> {
    const adopted = await this.#adoptions.answerFor(file);
    if (adopted?.ok === false) said.textContent = `This file can’t be opened here. ${adopted.message}`;
  }
}

function downloadButton(file: string, name: string): HTMLButtonElement {
  const button = element(
    "button",
    { type: "button", class: "button button--quiet button--icon", "aria-label": `Download ${name}` },
    icon("download"),
  );
  button.dataset["tooltip"] = "Download";
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
