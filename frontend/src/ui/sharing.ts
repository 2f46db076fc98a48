import { htmx } from "../lib/htmx";
import { t } from "../lib/i18n";
import { nextIndex } from "../lib/next-index";
import { toast } from "./toasts";

/** So long what was just done and said stays, before somebody else's change takes its place. */
const SAID_MS = 4_000;

let changedAt = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** What the sharing dialog needs beside htmx: the arrow keys, the link's button, and to stay current. */
export function startSharing(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button !== null) void copy(button.dataset["copy"] ?? "");
  });
  document.addEventListener("keydown", onKey);
  document.body.addEventListener("changed-members", refresh);
  document.body.addEventListener("changed-locked", refresh);
  document.body.addEventListener("htmx:afterSettle", () => {
    if (document.getElementById("sharing") !== null) changedAt = Date.now();
  });
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("Link copied."));
  } catch {
    toast(t("The browser didn’t let us copy. The link is {link}", { link: text }));
  }
}

/** From the field to those that are offered, and through them. */
function onKey(event: KeyboardEvent): void {
  const at = event.target instanceof HTMLElement ? event.target.closest(".sharing-add") : null;
  if (at === null || event.isComposing) return;
  const field = at.querySelector<HTMLElement>("#share-who");
  const offered = [...at.querySelectorAll<HTMLElement>("#share-offered button")];
  const index = offered.findIndex((button) => button === event.target);
  if (offered.length === 0 || (index < 0 && (event.target !== field || event.key !== "ArrowDown"))) return;
  const next = index === 0 && event.key === "ArrowUp" ? -1 : nextIndex(event.key, index, offered.length);
  if (next === null) return;
  event.preventDefault();
  (next < 0 ? field : offered[next])?.focus();
}

/** Not while somebody is filling in one of its fields, nor while something else is on its way. */
function refresh(): void {
  const sharing = document.getElementById("sharing");
  const url = sharing?.dataset["url"];
  if (url === undefined || sharing?.closest("dialog")?.open !== true || isBusy(sharing)) return;
  const rest = isAsking(sharing) ? SAID_MS : changedAt + SAID_MS - Date.now();
  if (rest > 0) {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, rest);
    return;
  }
  void show(url, sharing);
}

async function show(url: string, sharing: HTMLElement): Promise<void> {
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.status === 404 && sharing.isConnected) leave(sharing);
  if (answer?.ok !== true || answer.redirected) return;
  const [{ swap }, text] = await Promise.all([htmx(), answer.text()]);
  // Meanwhile it may have been closed, changed or written in; or something was done, whose answer is newer.
  if (sharing.isConnected && !isBusy(sharing) && !isAsking(sharing))
    swap("#dialog", text, { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 });
}

function isAsking(sharing: HTMLElement): boolean {
  return sharing.querySelector(".htmx-request") !== null;
}

/** It isn't shared with the reader any more: nothing in the dialog would work. The page says it. */
function leave(sharing: HTMLElement): void {
  const dialog = sharing.closest("dialog");
  dialog?.close();
  dialog?.replaceChildren();
  document.querySelector<HTMLElement>("#notices button")?.focus();
}

function isBusy(sharing: HTMLElement): boolean {
  const typed = sharing.querySelector<HTMLInputElement>("#share-who")?.value ?? "";
  return (
    typed !== "" ||
    sharing.querySelector("#link-options[open]") !== null ||
    sharing.querySelector(":scope select:focus") !== null
  );
}
