import { byId, element } from "../lib/element";
import { t, timeText } from "../lib/i18n";
import { icon } from "../lib/icons";
import { settled } from "../offline/account";
import { reloadOnceBack } from "../offline/back";
import { Kept, type Account, type KeptPage } from "../offline/kept";

/** The page that stands in for the list of documents: those that this browser keeps, and what waits in them. */
export async function startKeptList(): Promise<void> {
  byId("kept-again", HTMLButtonElement).addEventListener("click", () => {
    location.reload();
  });
  reloadOnceBack();
  if (!(await settled)) {
    say(null);
    return;
  }
  const kept = await Kept.open();
  const account = await kept.account();
  say(account);
  if (account !== null) await show(account, await kept.pages(account.id));
  kept.close();
}

function say(account: Account | null): void {
  const away = navigator.onLine ? t("The server doesn’t answer.") : t("You are offline.");
  byId("kept-note", HTMLElement).textContent =
    account === null
      ? `${away} ${t("Sign in when that is over: what you wrote in this browser waits here.")}`
      : `${away} ${t("You can read and write in these documents; what you write is saved when that is over.")}`;
}

async function show(account: Account, pages: readonly KeptPage[]): Promise<void> {
  const section = byId("kept-documents", HTMLElement);
  const rows = pages.map(row);
  section.append(
    rows.length > 0
      ? element("ul", { class: "list documents" }, ...rows)
      : element("p", { class: "kept-note" }, t("No document was opened in this browser yet.")),
  );
  const leave = byId("kept-leave", HTMLButtonElement);
  leave.hidden = false;
  leave.addEventListener("click", () => {
    void import("./sign-out").then(({ signOutAway }) => signOutAway(account.id));
  });
  const leftBehind = byId("left-behind", HTMLElement);
  const { showBehind } = await import("./left-behind");
  await showBehind(leftBehind, account.id, false);
}

function row({ document, title, openedAt }: KeptPage): HTMLElement {
  const opened = new Date(openedAt);
  const nameless = title.trim() === "";
  return element(
    "li",
    {},
    icon("fileText"),
    element(
      "div",
      { class: "list-main" },
      element(
        "a",
        { class: `list-title${nameless ? " list-title--none" : ""}`, href: `/documents/${document}/` },
        nameless ? t("Untitled") : title,
      ),
    ),
    element(
      "p",
      { class: "list-note documents-edited" },
      t("Opened"),
      element("time", { datetime: opened.toISOString() }, timeText(opened)),
    ),
  );
}
