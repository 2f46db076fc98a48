import { Node, type Editor, type NodeViewRenderer } from "@tiptap/core";
import type { Node as Content } from "@tiptap/pm/model";
import { NodeSelection } from "@tiptap/pm/state";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { textAttribute } from "./attributes";
import { choices } from "./choices";
import type { Known } from "./current";
import { currentTitles, findDocuments, type FoundDocument } from "./lookups";

const UNTITLED = t("Untitled");

/** A link to another document here, with the title that it has now. */
export const DocumentLink = Node.create({
  name: "documentLink",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,

  addAttributes() {
    return { document: textAttribute("document", null), title: textAttribute("title", "") };
  },
  parseHTML() {
    // Before the link mark, which would take the address and leave the rest.
    return [{ tag: 'a[data-type="documentLink"]', priority: 60 }];
  },
  renderHTML({ node, HTMLAttributes }) {
    const href = addressOf(node);
    const where = href === null ? {} : { href: new URL(href, location.origin).href };
    return ["a", { ...HTMLAttributes, ...where, "data-type": "documentLink" }, storedTitle(node)];
  },
  renderText({ node }) {
    return storedTitle(node);
  },
  addNodeView(): NodeViewRenderer {
    return ({ node }) => new DocumentLinkView(node);
  },
  addKeyboardShortcuts() {
    return { Enter: () => openSelected(this.editor, false), "Mod-Enter": () => openSelected(this.editor, true) };
  },
});

export const DocumentLinkChoices = choices<FoundDocument>({
  name: "documentLink",
  label: t("Documents"),
  sign: "[[",
  allowSpaces: true,
  nothing: t("You have no document of that title."),
  find: findDocuments,
  show: ({ title }) => ({ name: title === "" ? UNTITLED : title, icon: "file" }),
  choose: (editor, range, { id, title }) => {
    currentTitles.learn(id, title);
    editor
      .chain()
      .focus()
      .insertContentAt(range, [documentLink(id, title), { type: "text", text: " " }])
      .run();
  },
});

export function documentLink(id: string, title: string): { type: string; attrs: Record<string, string> } {
  return { type: "documentLink", attrs: { document: id, title } };
}

class DocumentLinkView {
  readonly dom = element("a", { class: "document-link", "data-type": "documentLink" });
  readonly #title = element("span", { class: "document-link-title" });
  #node: Content;
  #known: Known | undefined;
  #unwatch: (() => void) | null = null;

  constructor(node: Content) {
    this.#node = node;
    this.dom.append(icon("file"), this.#title);
    this.dom.addEventListener("click", this.#open);
    this.#watch();
  }

  update(node: Content): boolean {
    if (node.type !== this.#node.type) return false;
    const changed = node.attrs["document"] !== this.#node.attrs["document"];
    this.#node = node;
    if (changed) this.#watch();
    else this.#render();
    return true;
  }

  /** A press opens what it leads to; nothing is selected by it. */
  stopEvent(event: Event): boolean {
    return event.type === "mousedown" && this.dom.hasAttribute("href");
  }

  /** What is drawn here is no edit. */
  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.#unwatch?.();
  }

  #watch(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#known = undefined;
    const id: unknown = this.#node.attrs["document"];
    if (typeof id === "string") {
      this.#unwatch = currentTitles.watch(id, (known) => {
        this.#known = known;
        this.#render();
      });
    }
    this.#render();
  }

  #render(): void {
    const address = this.#known === null ? null : addressOf(this.#node);
    const title = this.#known ?? storedTitle(this.#node);
    this.#title.textContent = title === "" ? UNTITLED : title;
    if (address === null) {
      this.dom.removeAttribute("href");
      this.dom.setAttribute("title", t("You can’t open this document, or it isn’t here any more."));
    } else {
      this.dom.setAttribute("href", address);
      this.dom.removeAttribute("title");
    }
  }

  readonly #open = (event: MouseEvent): void => {
    const address = this.dom.getAttribute("href");
    if (address === null) return;
    event.preventDefault();
    event.stopPropagation();
    openAddress(address, event.ctrlKey || event.metaKey);
  };
}

function openSelected(editor: Editor, inNewTab: boolean): boolean {
  const { selection } = editor.state;
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== "documentLink") return false;
  const shown = editor.view.nodeDOM(selection.from);
  const address = shown instanceof HTMLElement ? shown.getAttribute("href") : null;
  if (address !== null) openAddress(address, inNewTab);
  return true;
}

function openAddress(address: string, inNewTab: boolean): void {
  if (inNewTab) window.open(address, "_blank", "noopener");
  else location.assign(address);
}

function addressOf(node: Content): string | null {
  const id: unknown = node.attrs["document"];
  return typeof id === "string" ? `/documents/${encodeURIComponent(id)}/` : null;
}

function storedTitle(node: Content): string {
  const title = String(node.attrs["title"]);
  return title === "" ? UNTITLED : title;
}
