import type { LiveDocument } from "../collab/live-document";
import { byId, element, pageMain } from "../lib/element";
import { htmx } from "../lib/htmx";
import type { PageData } from "../lib/page-data";
import { reloadOnceBack } from "../offline/back";
import type { Notices } from "./notices";

/** Completes a page that stands in for the server's: it was made without knowing the document or its reader. */
export function standIn(live: LiveDocument, page: PageData, notices: Notices): void {
  const share = byId("share", HTMLButtonElement);
  share.setAttribute("hx-get", page.members);
  const label = page.mayShare ? "Share" : "People";
  share.setAttribute("aria-label", label);
  share.dataset["tooltip"] = page.mayShare ? "Share this document" : "Who may open this document";
  share.querySelector(".button-label")?.replaceChildren(label);
  htmx().then(
    ({ process }) => {
      process(share);
    },
    () => undefined,
  );
  const look = (): void => {
    const { session, ending } = live;
    if (session === null || ending !== null) return;
    if (session.complete) notices.clear();
    else notices.say("The text of this document isn’t in this browser. It comes when the network is back.");
    if (session.complete) live.off("changed", look);
  };
  live.on("changed", look);
}

/** There is no document to show: says why, and what to do. */
export function showNothingKept(why: "unknown" | "signed-out"): void {
  const away = navigator.onLine ? "The server doesn’t answer" : "You are offline";
  const [heading, text] =
    why === "unknown"
      ? ["This document isn’t in this browser", `${away}, and the document was not opened here before.`]
      : ["You are signed out", `${away}. Sign in when that is over: what you wrote in this browser waits here.`];
  const again = element("button", { type: "button", class: "button button--primary" }, "Try again");
  again.addEventListener("click", () => {
    location.reload();
  });
  reloadOnceBack();
  for (const control of document.querySelectorAll<HTMLElement>(".bar-end > *, #save-state, #crumb, .crumb-divider")) {
    control.hidden = true;
  }
  document.title = `${heading} · Scriptorium`;
  const documents = element("a", { class: "button", href: "/" }, "Documents in this browser");
  pageMain()
    .querySelector(".paper")
    ?.replaceWith(
      element(
        "div",
        { class: "page" },
        element(
          "div",
          { class: "empty" },
          element("h1", { class: "empty-title" }, heading),
          element("p", {}, text),
          element("div", { class: "button-row" }, again, documents),
        ),
      ),
    );
}
