import "./styles/index.css";

import { startHtmx } from "./lib/htmx";
import { settled } from "./offline/account";
import { startDialogs } from "./ui/dialogs";
import { startLiveLists } from "./ui/live-list";
import { startMenus } from "./ui/menus";
import { startMissingParts } from "./ui/missing-parts";
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

startMissingParts();
startSignOut();
if (document.querySelector("[data-passkey], [data-time-zone-offer]") !== null)
  void import("./ui/settings").then(({ startSettings }) => {
    startSettings();
  });
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
