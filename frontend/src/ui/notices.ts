import type { Ending } from "../collab/closing";
import { byId, element } from "../lib/element";
import { giveFocusBack } from "../lib/focus";
import { t, tn } from "../lib/i18n";
import { reload } from "../lib/leaving";

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
    giveFocusBack(this.#area);
  }

  ended(ending: Ending, unsent: number, aside: number): void {
    const ways = [...endingWays(ending)];
    if (aside > 0 && ending.kind !== "signed-out") ways.push({ label: t("Show my text"), go: this.#showAside });
    const wasAsked = ending.kind === "gone" && closeDialog();
    this.#show("danger", endingText(ending, unsent), ways);
    if (wasAsked) this.#area.querySelector("button")?.focus();
  }

  refused(code: string, edits: number): void {
    const reason = refusalText(code);
    const refused = tn(
      "{count} edit could not be saved: {reason}",
      "{count} edits could not be saved: {reason}",
      edits,
      {
        reason,
      },
    );
    const text = `${refused} ${t("What you wrote is set aside in this browser.")}`;
    this.#show("warning", text, [
      { label: t("Show my text"), go: this.#showAside },
      { label: t("Dismiss"), go: this.clear },
    ]);
  }

  say(text: string): void {
    this.#show("warning", text, []);
  }

  fromGuest(): void {
    this.#show("warning", t("What you wrote here as a guest was not saved. It is set aside in this browser."), [
      { label: t("Show my text"), go: this.#showAside },
      { label: t("Dismiss"), go: this.clear },
    ]);
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
      return t("you may view this document, but no longer edit it.");
    case "too-large":
    case "too-deep":
      return t("that is more than the server takes at once.");
    case "another-generation":
      return t("the document was restored from a backup.");
    case "gone":
      return t("the document is no longer open to you.");
    case "guest":
      return t("you wrote it as a guest, before you signed in.");
    case "old-page":
      return t("this page is older than the document.");
    default:
      return t("the server did not accept what this page sent.");
  }
}

function endingText(ending: Ending, unsent: number): string {
  switch (ending.kind) {
    case "signed-out":
      return unsent > 0
        ? tn(
            "You are signed out. Sign in to go on: {count} edit of yours waits here.",
            "You are signed out. Sign in to go on: {count} edits of yours wait here.",
            unsent,
          )
        : t("You are signed out.");
    case "gone":
      return t("This document isn’t here any more, or is no longer shared with you.");
    case "another-generation":
      return t("This document was restored from a backup. Reload to see it as it is now.");
    case "old-page":
      return unsent > 0
        ? tn(
            "Scriptorium was updated. Reload to go on writing; {count} edit of yours waits here until then.",
            "Scriptorium was updated. Reload to go on writing; {count} edits of yours wait here until then.",
            unsent,
          )
        : t("Scriptorium was updated. Reload to go on writing.");
    case "refused":
      return t("The server could not take the edits of this page. Reload to go on writing.");
  }
}

function endingWays(ending: Ending): WayOut[] {
  if (ending.kind === "signed-out") return [{ label: t("Sign in again"), primary: true, go: signIn }];
  if (ending.kind === "gone")
    return [
      {
        label: t("Your documents"),
        primary: true,
        go: () => {
          location.assign("/");
        },
      },
    ];
  return [
    {
      label: t("Reload"),
      primary: true,
      go: () => void reload(),
    },
  ];
}

function signIn(): void {
  location.assign(`/accounts/login/?next=${encodeURIComponent(location.pathname)}`);
}
