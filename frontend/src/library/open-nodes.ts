import { parentItem, treeItems } from "./tree-items";

const COOKIE = "tree";
const YEAR_S = 365 * 24 * 60 * 60;
/** The server reads so many; a cookie should stay small. */
const MOST = 40;
const SECTIONS = ["favourites", "spaces", "private", "shared"];

/**
 * The tree that the server shows has the branches open that this cookie names, the last opened first: documents and
 * spaces by their ids, and those sections that are closed. `soon` is an item that is about to get its first document.
 */
export function rememberOpen(panel: HTMLElement, soon?: HTMLElement): void {
  const items = treeItems(panel);
  const shown = new Map(items.map((item) => [keyOf(item), item === soon || isMarked(item)]));
  const before = namedIn(document.cookie).filter((key) => shown.get(key) ?? true);
  const now = [...shown].filter(([key, marked]) => marked && !before.includes(key)).map(([key]) => key);
  const keys = [...now, ...before].slice(0, MOST).join(".");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${keys}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
}

export function namedIn(cookies: string): string[] {
  const found = cookies.split("; ").find((cookie) => cookie.startsWith(`${COOKIE}=`));
  return (found ?? "")
    .slice(COOKIE.length + 1)
    .split(".")
    .filter((key) => key !== "");
}

/** Sections are open, and all else closed, unless something else is remembered. */
function isMarked(item: HTMLElement): boolean {
  const expanded = item.getAttribute("aria-expanded");
  if (SECTIONS.includes(keyOf(item))) return expanded === "false";
  // A document among the favourites doesn't say whether it is open in its own place.
  return expanded === "true" && parentItem(item)?.dataset["key"] !== "favourites";
}

function keyOf(item: HTMLElement): string {
  return item.dataset["key"] ?? "";
}
