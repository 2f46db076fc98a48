import { htmx } from "../lib/htmx";
import { itemAt, makeReachable } from "./tree-items";

const COOKIE = "panel";
const YEAR_S = 365 * 24 * 60 * 60;
const WIDE = "(width >= 60rem)";

/**
 * The side panel: beside the page in a wide window, else a drawer over it. On a document's page it is there if its
 * reader left it open; a cookie says so, so that the server's page has it in its place from the start.
 */
export function startPanel(panel: HTMLElement): void {
  const opener = document.getElementById("panel-opener");
  const wide = matchMedia(WIDE);
  const toggle = (): void => {
    if (!wide.matches) setDrawer(panel, opener, !("drawer" in panel.dataset));
    else if (panel.dataset["kind"] === "sliding") setOpen(panel, opener, panel.hidden === true);
  };
  const close = (): void => {
    if ("drawer" in panel.dataset) setDrawer(panel, opener, false);
  };
  document.addEventListener("panel-toggle", toggle);
  wide.addEventListener("change", () => {
    close();
    if (wide.matches) opener?.setAttribute("aria-expanded", String(!panel.hidden));
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && "drawer" in panel.dataset) toggle();
  });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-panel-close]") !== null) close();
    else if (target === document.body || target === document.documentElement) close();
  });
  if (!wide.matches) opener?.setAttribute("aria-expanded", "false");
}

function setOpen(panel: HTMLElement, opener: HTMLElement | null, open: boolean): void {
  panel.hidden = !open;
  opener?.setAttribute("aria-expanded", String(open));
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=open; Path=/; Max-Age=${open ? YEAR_S : 0}; SameSite=Lax${secure}`;
  if (open) fill(panel);
}

function setDrawer(panel: HTMLElement, opener: HTMLElement | null, open: boolean): void {
  if (open) {
    panel.hidden = false;
    fill(panel);
    panel.dataset["drawer"] = "";
  } else {
    delete panel.dataset["drawer"];
  }
  opener?.setAttribute("aria-expanded", String(open));
  for (const beside of document.querySelectorAll<HTMLElement>("body > :is(header, main)")) beside.inert = open;
  if (open) panel.querySelector<HTMLElement>("[data-panel-close]")?.focus();
  else if (itemAt(document.activeElement) !== null || panel.contains(document.activeElement)) opener?.focus();
}

/** Fetches the tree, if the page came without it. */
function fill(panel: HTMLElement): void {
  const region = panel.querySelector("#tree");
  if (region === null || region.childElementCount > 0) return;
  htmx().then(
    ({ process, trigger }) => {
      process(panel);
      trigger(region, "refresh");
      makeReachable(panel);
    },
    () => undefined,
  );
}
