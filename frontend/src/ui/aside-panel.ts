import type { SetAside } from "../collab/database";
import { byId, element } from "../lib/element";
import { plural } from "../lib/plural";
import { refusalText } from "./notices";
import { toast } from "./toasts";

/** Edits that could not be saved: read, copy, download, discard. */
export class AsidePanel {
  readonly #dialog = byId("aside", HTMLDialogElement);
  readonly #body = byId("aside-body", HTMLElement);
  readonly #opener = byId("aside-opener", HTMLElement);
  readonly #discard: (id: string) => void;

  constructor(discard: (id: string) => void) {
    this.#discard = discard;
  }

  readonly open = (): void => {
    if (!this.#dialog.open) this.#dialog.showModal();
  };

  show(asides: readonly SetAside[]): void {
    this.#opener.hidden = asides.length === 0;
    this.#body.replaceChildren(...asides.map((aside) => this.#entry(aside)));
    if (asides.length === 0) this.#dialog.close();
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
      element("h3", {}, `${plural(edits, "edit")}, `, time),
      element("p", { class: "list-note" }, `Not saved: ${refusalText(reason)}`),
      element("pre", { class: "aside-text", tabindex: "0" }, own),
      element(
        "div",
        { class: "button-row" },
        button("Copy", "", () => void copy(own)),
        button("Download the document", "", () => {
          download(aside);
        }),
        button("Discard", "button--danger", () => {
          this.#discard(aside.id);
        }),
      ),
    );
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
