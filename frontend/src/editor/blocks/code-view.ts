import type { Editor, NodeViewRendererProps } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { NodeView, ViewMutationRecord } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { followEditable } from "./editable";
import { languageName } from "./languages";

const COPIED_MS = 2_000;

/** Code under a quiet header: its language, and a button that copies it. */
export class CodeView implements NodeView {
  readonly contentDOM = element("code");
  readonly #pre = element("pre", {}, this.contentDOM);
  readonly #language = element("button", { type: "button", class: "code-language", "aria-haspopup": "dialog" });
  readonly #copy = element(
    "button",
    { type: "button", class: "code-copy", "aria-label": t("Copy code") },
    icon("copy"),
  );
  readonly #said = element("span", { class: "quiet-text", role: "status" });
  readonly dom = element(
    "div",
    { class: "code-block", dir: "ltr" },
    element(
      "div",
      { class: "code-head block-control", contenteditable: "false" },
      this.#language,
      this.#copy,
      this.#said,
    ),
    this.#pre,
  );
  readonly #editor: Editor;
  readonly #getPos: () => number | undefined;
  readonly #stopFollowing: () => void;
  #node: Node;

  constructor({ editor, node, getPos }: NodeViewRendererProps) {
    this.#editor = editor;
    this.#getPos = getPos;
    this.#node = node;
    this.#language.addEventListener("click", () => void this.#choose());
    this.#copy.addEventListener("click", () => void this.#copyCode());
    this.#stopFollowing = followEditable(editor, this.#follow);
    this.#show();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#show();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && !this.#pre.contains(event.target);
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }

  destroy(): void {
    this.#stopFollowing();
  }

  /** What can't be clicked into must be scrolled by keys all the same. */
  readonly #follow = (editable: boolean): void => {
    this.#language.disabled = !editable;
    if (editable) for (const name of ["tabindex", "role", "aria-label"]) this.#pre.removeAttribute(name);
    else {
      this.#pre.tabIndex = 0;
      this.#pre.setAttribute("role", "region");
      this.#pre.setAttribute("aria-label", t("Code"));
    }
  };

  #show(): void {
    const { language, id } = this.#node.attrs as { language: unknown; id?: unknown };
    const name = languageName(language);
    if (typeof id === "string") this.dom.dataset["id"] = id;
    this.#language.replaceChildren(name, icon("chevronDown"));
    this.#language.setAttribute("aria-label", t("Language: {name}", { name }));
    this.contentDOM.className = typeof language === "string" ? `language-${language}` : "";
  }

  async #choose(): Promise<void> {
    const { openLanguagePicker } = await import("./language-picker");
    openLanguagePicker(this.#language, this.#node.attrs["language"], (language) => {
      const position = this.#getPos();
      if (position === undefined || !this.#editor.isEditable) return;
      const { state, dispatch } = this.#editor.view;
      dispatch(state.tr.setNodeAttribute(position, "language", language));
    });
  }

  async #copyCode(): Promise<void> {
    const copied = await navigator.clipboard.writeText(this.#node.textContent).then(
      () => true,
      () => false,
    );
    this.#said.textContent = copied ? t("Copied") : t("The browser doesn’t allow copying");
    this.#copy.replaceChildren(icon(copied ? "check" : "x"));
    setTimeout(() => {
      this.#said.textContent = "";
      this.#copy.replaceChildren(icon("copy"));
    }, COPIED_MS);
  }
}
