import type { Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { playerOf, type Player } from "./players";

const SANDBOX = "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox";

/** A video by link. Nothing is asked of its provider until the reader presses "Play". */
export class EmbedView implements NodeView {
  readonly dom = element("div", { class: "embed", contenteditable: "false" });
  #node: Node;

  constructor(node: Node) {
    this.#node = node;
    this.#draw();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    const changed = node.attrs["url"] !== this.#node.attrs["url"];
    this.#node = node;
    if (changed) this.#draw();
    return true;
  }

  stopEvent(event: Event): boolean {
    const inControl = event.target instanceof Element && event.target.closest("button, a, iframe") !== null;
    return inControl && !event.type.startsWith("drag") && event.type !== "drop";
  }

  ignoreMutation(): boolean {
    return true;
  }

  #draw(): void {
    const { id, url } = this.#node.attrs as { id: string | null; url: string | null };
    if (id !== null) this.dom.dataset["id"] = id;
    const player = playerOf(url);
    this.dom.classList.remove("embed--playing");
    this.dom.replaceChildren(...(player === null || url === null ? inert(url) : this.#card(player, url)));
  }

  #card(player: Player, url: string): HTMLElement[] {
    const play = element("button", { type: "button", class: "button embed-play" }, icon("play"), t("Play"));
    play.setAttribute("aria-label", t("Play the video from {provider}", { provider: player.provider }));
    play.addEventListener("click", () => {
      this.dom.classList.add("embed--playing");
      this.dom.replaceChildren(frame(player));
      this.dom.querySelector("iframe")?.focus();
    });
    const link = element("a", { class: "embed-address", href: url, target: "_blank", rel: "noopener noreferrer" }, url);
    const words = element(
      "div",
      { class: "embed-words" },
      element("strong", {}, t("Video on {provider}", { provider: player.provider })),
      link,
    );
    return [play, words];
  }
}

function frame({ provider, src }: Player): HTMLIFrameElement {
  return element("iframe", {
    ...{ class: "embed-frame", title: t("Video on {provider}", { provider }), src, loading: "lazy", sandbox: SANDBOX },
    ...{ referrerpolicy: "strict-origin-when-cross-origin", allow: "autoplay; fullscreen; picture-in-picture" },
    allowfullscreen: true,
  });
}

function inert(url: string | null): HTMLElement[] {
  const address = element("span", { class: "embed-address" }, url ?? t("It has no address."));
  return [element("div", { class: "embed-words" }, element("strong", {}, t("This video can’t be shown")), address)];
}
