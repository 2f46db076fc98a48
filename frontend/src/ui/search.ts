import { holdingKeys } from "../lib/held-keys";
import { isApple } from "../lib/platform";

/** The search over any page: on Ctrl+K (⌘K), and from what has `data-search`. Where nothing has it there is none. */
export function startSearch(): void {
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-search]") : null;
    if (opener === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(() => {
      if (navigator.onLine && !isDocument()) location.assign(opener.href);
    });
  });
  document.addEventListener("keydown", (event) => {
    const { key, altKey, shiftKey, defaultPrevented, isComposing } = event;
    const mod = isApple ? event.metaKey : event.ctrlKey;
    if (key.toLowerCase() !== "k" || !mod || altKey || shiftKey || defaultPrevented || isComposing) return;
    if (document.querySelector("a[data-search]") === null) return;
    event.preventDefault();
    open(() => undefined);
  });
}

/** That a part of the page is missing was said (missing-parts.ts); a link still has the page of search to lead to. */
function open(instead: () => void): void {
  holdingKeys(import("./search-palette")).then((held) => {
    if (held === null) return;
    const [{ toggleSearch }, typed] = held;
    toggleSearch(typed);
  }, instead);
}

/** Edits may wait on its page. */
function isDocument(): boolean {
  return document.getElementById("page") !== null;
}
