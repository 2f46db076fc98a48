import type { LiveDocument } from "../collab/live-document";
import { byId, element, pageMain } from "../lib/element";
import { htmx } from "../lib/htmx";
import { t } from "../lib/i18n";
import type { PageData } from "../lib/page-data";
import { reloadOnceBack } from "../offline/back";
import type { Notices } from "./notices";

/** Completes a page that stands in for the server's: it was made without knowing the document or its reader. */
export function standIn(live: LiveDocument, page: PageData, notices: Notices): void {
  const share = byId("share", HTMLButtonElement);
  share.setAttribute("hx-get", page.members);
  const label = page.mayShare ? t("Share") : t("People");
  share.setAttribute("aria-label", label);
  share.dataset["tooltip"] = page.mayShare ? t("Share this document") : t("Who may open this document");
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
    else notices.say(t("The text of this document isn’t in this browser. It comes when the network is back."));
    if (session.complete) live.off("changed", look);
  };
  live.on("changed", look);
}

/** There is no document to show: says why, and what to do. */
export function showNothingKept(why: "unknown" | "signed-out"): void {
  const away = navigator.onLine ? t("The server doesn’t answer.") : t("You are offline.");
  const [heading, text] =
    why === "unknown"
      ? [t("This document isn’t in this browser"), `${away} ${t("The document was not opened here before.")}`]
      : [
          t("You are signed out"),
          `${away} ${t("Sign in when that is over: what you wrote in this browser waits here.")}`,
        ];
  const again = element("button", { type: "button", class: "button button--primary" }, t("Try again"));
  again.addEventListener("click", () => {
    location.reload();
  });
  reloadOnceBack();
  for (const control of document.querySelectorAll<HTMLElement>(".bar-end > *, #save-state, #crumb, .crumb-divider")) {
    control.hidden = true;
  }
  document.title = `${heading} · Scriptorium`;
  const documents = element("a", { class: "button", href: "/" }, t("Documents in this browser"));
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
