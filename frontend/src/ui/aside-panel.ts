import type { SetAside } from "../collab/database";
import { byDocument } from "../collab/left-behind";
import { byId, element } from "../lib/element";
import { t, timeText, tn } from "../lib/i18n";
import { keepFocusIn } from "./dialogs";
import { refusalText } from "./notices";
import { toast } from "./toasts";

/** What became of the wish to add something to the document; "closed": nothing can be written in it now. */
export type Added = "added" | "there" | "nowhere" | "closed";

export interface AsidePanelOptions {
  /** There only while there is something to open. */
  readonly opener: HTMLElement;
  /** Whether the documents are named, where there may be several. */
  readonly titles?: boolean;
  readonly discard: (aside: SetAside) => Promise<void>;
  readonly restore: (aside: SetAside) => Promise<void>;
  /** Writes into the open document what a guest wrote, and forgets it. */
  readonly add?: (aside: SetAside) => Promise<Added>;
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
    else keepFocusIn(this.#dialog);
  }

  #group(asides: readonly SetAside[]): HTMLElement[] {
    const entries = asides.map((aside) => this.#entry(aside));
    const title = asides.find((aside) => aside.title.trim() !== "")?.title ?? t("Untitled");
    return this.#options.titles === true ? [element("h3", { class: "aside-document" }, title), ...entries] : entries;
  }

  #entry(aside: SetAside): HTMLElement {
    const { at, edits, reason, written, text } = aside;
    const time = element("time", { datetime: new Date(at).toISOString() }, timeText(new Date(at)));
    const own = written === "" ? text : written;
    return element(
      "article",
      { class: "aside-entry" },
      element("h4", {}, `${tn("{count} edit", "{count} edits", edits)}, `, time),
      element("p", { class: "list-note" }, t("Not saved: {reason}", { reason: refusalText(reason) })),
      element("pre", { class: "aside-text", tabindex: "0" }, own),
      element(
        "div",
        { class: "button-row" },
        ...this.#adding(aside),
        button(t("Copy"), "", () => void copy(own)),
        button(text === "" ? t("Download") : t("Download the document"), "", () => {
          download(aside);
        }),
        button(t("Discard"), "button--danger", () => void this.#discard(aside)),
      ),
    );
  }

  /** What a guest wrote; what the server has refused it would refuse again. */
  #adding(aside: SetAside): HTMLElement[] {
    const { add } = this.#options;
    if (add === undefined || aside.reason !== "guest") return [];
    const act = async (): Promise<void> => {
      toast(addedText(await add(aside)));
    };
    return [button(t("Add to the document"), "button--primary", () => void act())];
  }

  async #discard(aside: SetAside): Promise<void> {
    await this.#options.discard(aside);
    toast(t("Discarded."), { label: t("Undo"), act: () => void this.#options.restore(aside) });
  }
}

function addedText(added: Added): string {
  switch (added) {
    case "added":
      return t("Added where you wrote it.");
    case "there":
      return t("The document has it already.");
    case "nowhere":
      return t("The place where you wrote it isn’t there any more. Copy your text instead.");
    case "closed":
      return t("That needs a connection, and the right to edit this document.");
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
    toast(t("Copied."));
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    toast(t("The browser didn’t let us copy. Select the text and copy it."));
  }
}

/** The whole document as it was here, and what was written last, as one text file. */
function download({ title, text, written }: SetAside): void {
  const parts = text === "" ? [written] : [text, `\n---\n\n${t("Not saved:")}\n\n`, written, "\n"];
  const url = URL.createObjectURL(new Blob(parts, { type: "text/markdown" }));
  const name = title.replace(/[^\p{L}\p{N} _-]+/gu, "").trim() || t("Untitled");
  element("a", { href: url, download: `${name}.md` }).click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
