import type { SetAside } from "../collab/database";
import { byDocument } from "../collab/left-behind";
import { byId, element } from "../lib/element";
import { plural } from "../lib/plural";
import { refusalText } from "./notices";
import { toast } from "./toasts";

export interface AsidePanelOptions {
  /** There only while there is something to open. */
  readonly opener: HTMLElement;
  /** Whether the documents are named, where there may be several. */
  readonly titles?: boolean;
  readonly discard: (aside: SetAside) => Promise<void>;
  readonly restore: (aside: SetAside) => Promise<void>;
}

/** Edits that could not be saved: read, copy, download, discard. */
export class AsidePanel {
  readonly #dialog = byId("aside", HTMLDialogElement);
  readonly #body = byId("aside-body", HTMLElement);
  readonly #options: AsidePanelOptions;

  constructor(options: AsidePanelOptions) {
    this.#options = options;
  }

  readonly open = (): void => {
    if (!this.#dialog.open) this.#dialog.showModal();
  };

  show(asides: readonly SetAside[]): void {
    this.#options.opener.hidden = asides.length === 0;
    this.#body.replaceChildren(...byDocument(asides).flatMap((group) => this.#group(group)));
    if (asides.length === 0) this.#dialog.close();
  }

  #group(asides: readonly SetAside[]): HTMLElement[] {
    const entries = asides.map((aside) => this.#entry(aside));
    const title = asides.find((aside) => aside.title.trim() !== "")?.title ?? "Untitled";
    return this.#options.titles === true ? [element("h3", { class: "aside-document" }, title), ...entries] : entries;
  }

  #entry(aside: SetAside): HTMLElement {
    const { at, edits, reason, written, text } = aside;
    const time = element(
      "time",
      { datetime: new Date(at).toISOString() },
      new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }),
    );
    const own = written === "" ? text : written;
    return element(
      "article",
      { class: "aside-entry" },
      element("h4", {}, `${plural(edits, "edit")}, `, time),
      element("p", { class: "list-note" }, `Not saved: ${refusalText(reason)}`),
      element("pre", { class: "aside-text", tabindex: "0" }, own),
      element(
        "div",
        { class: "button-row" },
        button("Copy", "", () => void copy(own)),
        button(text === "" ? "Download" : "Download the document", "", () => {
          download(aside);
        }),
        button("Discard", "button--danger", () => void this.#discard(aside)),
      ),
    );
  }

  async #discard(aside: SetAside): Promise<void> {
    await this.#options.discard(aside);
    toast("Discarded.", { label: "Undo", act: () => void this.#options.restore(aside) });
  }
}

function button(label: string, kind: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: `button button--small ${kind}` }, label);
  made.addEventListener("click", act);
  return made;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    toast("The browser didn’t let us copy. Select the text and copy it.");
  }
}

/** The whole document as it was here, and what was written last, as one text file. */
function download({ title, text, written }: SetAside): void {
  const parts = text === "" ? [written] : [text, "\n---\n\nNot saved:\n\n", written, "\n"];
  const url = URL.createObjectURL(new Blob(parts, { type: "text/markdown" }));
  const name = title.replace(/[^\p{L}\p{N} _-]+/gu, "").trim() || "Untitled";
  element("a", { href: url, download: `${name}.md` }).click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
