import type { Editor, NodeViewRendererProps } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { EditorView, NodeView, ViewMutationRecord } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon, type IconName } from "../../lib/icons";
import { followEditable } from "./editable";
import { openMenu } from "./menu";

interface Kind {
  readonly name: string;
  readonly icon: IconName;
}

export const KINDS: Readonly<Record<string, Kind>> = {
  info: { name: t("Note"), icon: "info" },
  success: { name: t("Tip"), icon: "success" },
  warning: { name: t("Warning"), icon: "warning" },
  danger: { name: t("Danger"), icon: "danger" },
};
const UNKNOWN: Kind = { name: t("Note"), icon: "info" };

/** Offers the kinds for the callout at this place, as its icon does. */
export function openKinds(view: EditorView, position: number): boolean {
  const dom = view.nodeDOM(position);
  const button =
    dom instanceof Element ? dom.querySelector<HTMLElement>(":scope > .block-control > .callout-kind") : null;
  button?.click();
  return button !== null;
}

/** A callout with its icon, which is a button that changes its kind where something may be changed. */
export class CalloutView implements NodeView {
  readonly dom = element("div", { class: "callout", role: "note" });
  readonly contentDOM = element("div", { class: "callout-content" });
  readonly #button = element("button", { type: "button", class: "callout-kind", "aria-haspopup": "menu" });
  readonly #editor: Editor;
  readonly #getPos: () => number | undefined;
  readonly #stopFollowing: () => void;
  #node: Node;
  #shown: unknown;

  constructor({ editor, node, getPos }: NodeViewRendererProps) {
    this.#editor = editor;
    this.#getPos = getPos;
    this.#node = node;
    this.dom.append(
      element("div", { class: "block-control", contenteditable: "false" }, this.#button),
      this.contentDOM,
    );
    this.#button.addEventListener("click", this.#choose);
    this.#stopFollowing = followEditable(editor, (editable) => (this.#button.disabled = !editable));
    this.#show();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#show();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && this.#button.contains(event.target);
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }

  destroy(): void {
    this.#stopFollowing();
  }

  #show(): void {
    const { kind, id } = this.#node.attrs as { kind: string; id?: unknown };
    if (typeof id === "string") this.dom.dataset["id"] = id;
    if (kind === this.#shown) return;
    this.#shown = kind;
    const { name, icon: drawn } = KINDS[kind] ?? UNKNOWN;
    this.dom.dataset["callout"] = kind;
    this.dom.setAttribute("aria-label", name);
    this.#button.setAttribute("aria-label", t("{kind}: change kind", { kind: name }));
    this.#button.replaceChildren(icon(drawn));
  }

  readonly #choose = (): void => {
    openMenu(this.#button, t("Kind of callout"), this.#node.attrs["kind"], KINDS, (kind) => {
      const position = this.#getPos();
      if (position === undefined || !this.#editor.isEditable) return;
      const { state, dispatch } = this.#editor.view;
      dispatch(state.tr.setNodeAttribute(position, "kind", kind));
    });
  };
}
