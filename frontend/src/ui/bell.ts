import "../styles/notifications.css";

import { htmx } from "../lib/htmx";
import { PersonSocket } from "./person-socket";
import type { PersonEvent } from "./person-socket";

const LISTS = "#notifications-panel:popover-open, #notifications";
/** While there is no socket. */
const EVERY_MS = 60_000;
/** Several hints in a row are one look, and the pages of many people don't all look at once. */
const SOON_MS = 100;
const SPREAD_MS = 300;

/**
 * Keeps the number at the bell current, and the lists of notifications that are open. The socket only says when to look;
 * without it the page looks when somebody comes back to it, and now and then.
 *
 * What else the socket says is passed on as events of the page's body: `{"type": "documents"}` as `documents-changed`.
 */
export function startBell(bell: HTMLElement): void {
  const refresh = soon(() => {
    void refreshBadge(bell.dataset["badge"] ?? "");
    refreshLists();
  });
  const socket = new PersonSocket({
    url: `${location.origin.replace(/^http/, "ws")}/ws/me?user=${bell.dataset["user"] ?? ""}`,
    hear: (event) => {
      if (event.type === "notifications" || event.type === "catch-up") refresh();
      passOn(event);
    },
  });
  document.body.addEventListener("notifications-changed", refresh);
  const back = (): void => {
    if (document.hidden) return;
    socket.resume();
    refresh();
  };
  document.addEventListener("visibilitychange", back);
  window.addEventListener("online", back);
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) back();
  });
  window.addEventListener("pagehide", () => {
    socket.pause();
  });
  setInterval(() => {
    if (!socket.isOpen && !document.hidden) refresh();
  }, EVERY_MS);
}

function passOn({ type }: PersonEvent): void {
  if (type === "documents") document.body.dispatchEvent(new Event("documents-changed", { bubbles: true }));
}

/** Not by htmx, which would say so each time that there is no answer. */
async function refreshBadge(url: string): Promise<void> {
  const answer = await fetch(url, { redirect: "manual" }).catch(() => null);
  if (answer?.ok !== true) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("bell-badge");
  if (fresh !== null) document.getElementById("bell-badge")?.replaceWith(document.adoptNode(fresh));
}

function refreshLists(): void {
  const lists = document.querySelectorAll(LISTS);
  if (lists.length > 0)
    htmx().then(
      ({ trigger }) => {
        for (const list of lists) trigger(list, "refresh");
      },
      () => undefined,
    );
}

function soon(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        work();
      },
      SOON_MS + Math.random() * SPREAD_MS,
    );
  };
}
