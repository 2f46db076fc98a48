import type { Ending } from "../collab/closing";
import { byId, element } from "../lib/element";
import { reload } from "../lib/leaving";
import { plural } from "../lib/plural";

interface WayOut {
  readonly label: string;
  readonly primary?: boolean;
  readonly go: () => void;
}

/** Says in a band under the bar why a document is closed here, or that edits were refused, with the way out beside it. */
export class Notices {
  readonly #area = byId("notices", HTMLElement);
  readonly #showAside: () => void;

  constructor(showAside: () => void) {
    this.#showAside = showAside;
  }

  ended(ending: Ending, unsent: number, aside: number): void {
    const ways = [...endingWays(ending)];
    if (aside > 0 && ending.kind !== "signed-out") ways.push({ label: "Show my text", go: this.#showAside });
    const wasAsked = ending.kind === "gone" && closeDialog();
    this.#show("danger", endingText(ending, unsent), ways);
    if (wasAsked) this.#area.querySelector("button")?.focus();
  }

  refused(code: string, edits: number): void {
    const text = `${plural(edits, "edit")} could not be saved: ${refusalText(code)} What you wrote is set aside in this browser.`;
    this.#show("warning", text, [
      { label: "Show my text", go: this.#showAside },
      { label: "Dismiss", go: this.clear },
    ]);
  }

  say(text: string): void {
    this.#show("warning", text, []);
  }

  readonly clear = (): void => {
    this.#area.replaceChildren();
  };

  #show(kind: "warning" | "danger", text: string, ways: readonly WayOut[]): void {
    const buttons = ways.map(({ label, primary = false, go }) => {
      const button = element("button", { type: "button", class: `button ${primary ? "button--primary" : ""}` }, label);
      button.addEventListener("click", go);
      return button;
    });
    const row = element("div", { class: "button-row" }, ...buttons);
    this.#area.replaceChildren(
      element("div", { class: `notice notice--band notice--${kind}`, role: "alert" }, element("p", {}, text), row),
    );
  }
}

/** What it offers can't be done any more. */
function closeDialog(): boolean {
  const dialog = document.getElementById("dialog");
  if (!(dialog instanceof HTMLDialogElement) || !dialog.open) return false;
  dialog.close();
  dialog.replaceChildren();
  return true;
}

export function refusalText(code: string): string {
  switch (code) {
    case "read-only":
      return "you may view this document, but no longer edit it.";
    case "too-large":
    case "too-deep":
      return "that is more than the server takes at once.";
    case "another-generation":
      return "the document was restored from a backup.";
    case "gone":
      return "the document is no longer open to you.";
    case "old-page":
      return "this page is older than the document.";
    default:
      return "the server did not accept what this page sent.";
  }
}

function endingText(ending: Ending, unsent: number): string {
  switch (ending.kind) {
    case "signed-out":
      return unsent > 0
        ? `You are signed out. Sign in to go on: ${plural(unsent, "edit")} of yours ${unsent === 1 ? "waits" : "wait"} here.`
        : "You are signed out.";
    case "gone":
      return "This document isn’t here any more, or is no longer shared with you.";
    case "another-generation":
      return "This document was restored from a backup. Reload to see it as it is now.";
    case "old-page":
      return unsent > 0
        ? `Scriptorium was updated. Reload to go on writing; ${plural(unsent, "edit")} of yours ${unsent === 1 ? "waits" : "wait"} here until then.`
        : "Scriptorium was updated. Reload to go on writing.";
    case "refused":
      return "The server could not take the edits of this page. Reload to go on writing.";
  }
}

function endingWays(ending: Ending): WayOut[] {
  if (ending.kind === "signed-out") return [{ label: "Sign in again", primary: true, go: signIn }];
  if (ending.kind === "gone")
    return [
      {
        label: "Your documents",
        primary: true,
        go: () => {
          location.assign("/");
        },
      },
    ];
  return [
    {
      label: "Reload",
      primary: true,
      go: () => void reload(),
    },
  ];
}

function signIn(): void {
  location.assign(`/accounts/login/?next=${encodeURIComponent(location.pathname)}`);
}
