import "./styles/index.css";

import { startHtmx } from "./lib/htmx";
import { settled } from "./offline/account";
import { startDialogs } from "./ui/dialogs";
import { startLiveLists } from "./ui/live-list";
import { startMenus } from "./ui/menus";
import { startMissingParts } from "./ui/missing-parts";
import { startSearch } from "./ui/search";
import { applyTheme, startThemeToggle } from "./ui/theme";
import { startToasts } from "./ui/toasts";
import { startTooltips } from "./ui/tooltips";

applyTheme();

startHtmx();
startDialogs();
startMenus();
startToasts();
startTooltips();
startThemeToggle();
startLiveLists();
startSearch();

startMissingParts();
startPanel();
startSignOut();
startSharing();
// After everything that the page itself needs.
if (document.readyState === "complete") void startApp();
else window.addEventListener("load", () => void startApp());
if (document.getElementById("kept") !== null)
  void import("./ui/kept-list").then(({ startKeptList }) => startKeptList());
else void startBehind();

async function startApp(): Promise<void> {
  const app = await import("./ui/app");
  await app.startApp();
}

async function startBehind(): Promise<void> {
  const section = document.getElementById("left-behind");
  const user = section?.dataset["user"];
  await settled;
  if (section === null || user === undefined) return;
  const { showBehind } = await import("./ui/left-behind");
  await showBehind(section, user);
}

/** The side panel's program comes when the panel is asked for, if the page didn't come with it. */
function startPanel(): void {
  const opener = document.getElementById("panel-opener");
  const toggle = (): void => {
    void import("./library").then(() => document.dispatchEvent(new Event("panel-toggle")));
  };
  opener?.addEventListener("click", toggle);
  // The dialog that asks where to move a document.
  document.body.addEventListener("htmx:afterSwap", () => {
    if (document.getElementById("move-words") !== null) void import("./library");
  });
  document.addEventListener("keydown", (event) => {
    if (opener === null || event.code !== "KeyB" || !(event.ctrlKey || event.metaKey) || !event.altKey) return;
    event.preventDefault();
    toggle();
  });
}

/** A form with `data-sign-out` asks before something is lost. */
function startSignOut(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const user = document.querySelector<HTMLMetaElement>('meta[name="account"]')?.content ?? "";
    if (!(form instanceof HTMLFormElement) || form.dataset["signOut"] === undefined || user === "") return;
    event.preventDefault();
    import("./ui/sign-out").then(
      ({ signOut }) => signOut(form, user),
      () => {
        form.submit();
      },
    );
  });
}

/** Its dialog can come from any list. */
function startSharing(): void {
  const load = (): void => {
    if (document.getElementById("sharing") === null) return;
    document.body.removeEventListener("htmx:afterSettle", load);
    import("./ui/sharing").then(
      (sharing) => {
        sharing.startSharing();
      },
      () => {
        document.body.addEventListener("htmx:afterSettle", load);
      },
    );
  };
  document.body.addEventListener("htmx:afterSettle", load);
}
