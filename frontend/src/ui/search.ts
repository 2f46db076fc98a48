import { isApple } from "../lib/platform";

/** The search over any page: on Ctrl+K (⌘K), and from what has `data-search`. Where nothing has it there is none. */
export function startSearch(): void {
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-search]") : null;
    if (opener === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(opener.href);
  });
  document.addEventListener("keydown", (event) => {
    const { key, altKey, shiftKey, defaultPrevented, isComposing } = event;
    const mod = isApple ? event.metaKey : event.ctrlKey;
    if (key.toLowerCase() !== "k" || !mod || altKey || shiftKey || defaultPrevented || isComposing) return;
    const opener = document.querySelector<HTMLAnchorElement>("a[data-search]");
    if (opener === null) return;
    event.preventDefault();
    open(opener.href);
  });
}

/** Where it can't be loaded, there is still the page of search. */
function open(url: string): void {
  import("./search-palette").then(
    ({ toggleSearch }) => {
      toggleSearch();
    },
    () => {
      location.assign(url);
    },
  );
}
