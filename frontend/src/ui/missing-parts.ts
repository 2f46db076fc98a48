import { t } from "../lib/i18n";
import { offerReload } from "./offers";
import { toast } from "./toasts";

/**
 * A part of the page that is loaded later may be gone: a new version has taken its place on the server. The page says so
 * instead of doing nothing.
 */
export function startMissingParts(): void {
  window.addEventListener("vite:preloadError", say);
  window.addEventListener(
    "error",
    ({ target }) => {
      if (target instanceof HTMLScriptElement || isStylesheet(target)) say();
    },
    { capture: true },
  );
}

function say(): void {
  if (!navigator.onLine) {
    toast(t("You are offline, and that part isn’t in this browser yet."));
    return;
  }
  offerReload(t("A part of this page could not be loaded. Scriptorium may have been updated: reload to go on."));
}

function isStylesheet(target: EventTarget | null): boolean {
  return target instanceof HTMLLinkElement && target.rel === "stylesheet";
}
