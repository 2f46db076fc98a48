import { htmx } from "../lib/htmx";
import type { Answer, Htmx } from "../lib/requests";

const EVERY_MS = 15_000;
// The server brings a title that was just typed into the lists within two seconds.
const CATCH_UP_MS = 2_500;

/**
 * Regions marked `data-live` fetch themselves again (their own `hx-trigger` has `refresh`) when somebody comes back to
 * the page, soon after it was opened, and now and then while it is looked at. Not while a menu in them is open or a
 * field in them is edited.
 */
export function startLiveLists(): void {
  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) refresh();
  });
  window.addEventListener("online", refresh);
  // They also ask when the page is told that something has changed; the answer may come when somebody is busy by then.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (isLive(event.target) && isBusy(event.target)) event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<Answer>;
    const { elt } = detail.requestConfig;
    if (isLive(elt) && isBusy(elt)) detail.shouldSwap = false;
  });
  setTimeout(refresh, CATCH_UP_MS);
  setInterval(refresh, EVERY_MS);
}

function refresh(): void {
  if (!document.hidden && navigator.onLine) htmx().then(refreshBy, () => undefined);
}

function refreshBy({ trigger }: Htmx): void {
  for (const region of document.querySelectorAll("[data-live]")) trigger(region, "refresh");
}

function isLive(region: unknown): region is HTMLElement {
  return region instanceof HTMLElement && region.matches("[data-live]");
}

/** The menu of the tree's rows stands beside the tree. */
function isBusy(region: HTMLElement): boolean {
  const place = region.closest("#panel") ?? region;
  return place.querySelector(":popover-open, input:focus, textarea:focus, select:focus") !== null;
}
