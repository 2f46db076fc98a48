import htmx from "htmx.org";

import type { LiveDocument } from "../collab/live-document";

/** Keeps an open list of members current, unless somebody is filling in its form. */
export function startMembersDialog(live: LiveDocument, url: string): void {
  live.on("members", () => {
    const dialog = document.getElementById("dialog");
    const members = dialog?.querySelector(".members");
    const field = dialog?.querySelector<HTMLInputElement>('input[type="email"]');
    if (!(dialog instanceof HTMLDialogElement) || !dialog.open || !members || (field?.value ?? "") !== "") return;
    void htmx.ajax("get", url, { target: "#dialog", swap: "innerHTML" });
  });
}
