import type { LiveDocument } from "../collab/live-document";
import { htmx } from "../lib/htmx";

/** Keeps an open list of members current, unless somebody is filling in its form. */
export function startMembersDialog(live: LiveDocument, url: string): void {
  live.on("members", () => {
    const dialog = document.getElementById("dialog");
    const members = dialog?.querySelector(".members");
    const field = dialog?.querySelector<HTMLInputElement>('input[type="email"]');
    if (!(dialog instanceof HTMLDialogElement) || !dialog.open || !members || (field?.value ?? "") !== "") return;
    htmx().then(
      ({ ajax }) => ajax("get", url, { target: "#dialog", swap: "innerHTML" }),
      () => undefined,
    );
  });
}
