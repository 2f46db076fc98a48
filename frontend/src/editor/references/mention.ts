import { Node, type NodeViewRenderer } from "@tiptap/core";
import type { Node as Content } from "@tiptap/pm/model";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { readPageData } from "../../lib/page-data";
import { toast } from "../../ui/toasts";
import { textAttribute } from "./attributes";
import { choices } from "./choices";
import { currentPeople, findPeople, type FoundPerson } from "./lookups";

/** Somebody who may open the document, named in the text. It shows the name that they have now. */
export const Mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return { user: textAttribute("user", null), label: textAttribute("label", "") };
  },
  parseHTML() {
    return [{ tag: 'span[data-type="mention"]' }];
  },
  renderHTML({ node, HTMLAttributes }) {
    return ["span", { ...HTMLAttributes, "data-type": "mention" }, shown(label(node))];
  },
  renderText({ node }) {
    return shown(label(node));
  },
  addNodeView(): NodeViewRenderer {
    return ({ node }) => new MentionView(node);
  },
});

export const MentionChoices = choices<FoundPerson>({
  name: "mention",
  label: t("People"),
  sign: "@",
  nothing: t("Nobody of that name can open this document."),
  find: findPeople,
  show: ({ name, email, access }) => {
    const hint = access === false ? t("No access yet") : email;
    return { name, ...(hint === undefined ? {} : { hint }), icon: "user" };
  },
  choose: (editor, range, { id, name, access }) => {
    currentPeople.learn(id, name);
    const mention = { type: "mention", attrs: { user: id, label: name } };
    editor
      .chain()
      .focus()
      .insertContentAt(range, [mention, { type: "text", text: " " }])
      .run();
    if (access === false) sayWithoutAccess(name);
  },
});

/** They aren't told of a document that they can't open; once they can, they are. */
function sayWithoutAccess(name: string): void {
  if (!readPageData().mayShare) {
    toast(t("{name} can’t open this document yet. Ask an owner to share it.", { name }));
    return;
  }
  const share = { label: t("Share"), act: () => document.getElementById("share")?.click() };
  toast(t("{name} can’t open this document yet, and is told of this once you share it.", { name }), share);
}

class MentionView {
  readonly dom = element("span", { class: "mention", "data-type": "mention" });
  #node: Content;
  #name: string | null = null;
  #unwatch: (() => void) | null = null;

  constructor(node: Content) {
    this.#node = node;
    this.#watch();
  }

  update(node: Content): boolean {
    if (node.type !== this.#node.type) return false;
    const changed = node.attrs["user"] !== this.#node.attrs["user"];
    this.#node = node;
    if (changed) this.#watch();
    else this.#render();
    return true;
  }

  destroy(): void {
    this.#unwatch?.();
  }

  #watch(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#name = null;
    const user: unknown = this.#node.attrs["user"];
    if (typeof user === "string") {
      this.#unwatch = currentPeople.watch(user, (name) => {
        this.#name = name;
        this.#render();
      });
    }
    this.#render();
  }

  #render(): void {
    this.dom.textContent = shown(this.#name ?? label(this.#node));
  }
}

function label(node: Content): string {
  return String(node.attrs["label"]);
}

function shown(name: string): string {
  return `@${name}`;
}
