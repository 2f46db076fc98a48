import { pageMain } from "./element";

/**
 * An answer may take away what has the focus. htmx gives it to what has the same id then; where nothing has, it stays
 * with the closest around it that is still there, and nobody has to begin at the top of the page.
 */
export function keepFocus(): void {
  const asking = new WeakMap<EventTarget, Element>();
  document.body.addEventListener("htmx:beforeRequest", ({ target }) => {
    const { activeElement } = document;
    if (activeElement !== null && target instanceof Node && target.contains(activeElement))
      asking.set(target, activeElement);
  });
  // A button that was disabled meanwhile, so that nothing is sent twice, has lost it.
  document.body.addEventListener("htmx:afterRequest", ({ target }) => {
    const asked = target === null ? null : asking.get(target);
    if (document.activeElement === document.body && asked instanceof HTMLElement) asked.focus();
  });
  let around: string[] = [];
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = (event as CustomEvent<{ target: unknown }>).detail;
    const { activeElement } = document;
    around = target instanceof Element && target.contains(activeElement) ? idsAround(activeElement) : [];
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement === document.body && around.length > 0) focusFirst(around);
    around = [];
  });
}

/** What is taken away from this area while it has the focus gives it back to where it came from. */
export function giveFocusBack(area: HTMLElement): void {
  let had: EventTarget | null = null;
  let from: EventTarget | null = null;
  area.addEventListener("focusin", ({ target, relatedTarget }) => {
    if (!(relatedTarget instanceof Node && area.contains(relatedTarget))) from = relatedTarget;
    had = target;
  });
  new MutationObserver(() => {
    if (!(had instanceof Element) || had.isConnected || document.activeElement !== document.body) return;
    had = null;
    if (from instanceof HTMLElement && from.isConnected) from.focus();
    else pageMain().focus();
  }).observe(area, { childList: true });
}

function idsAround(element: Element | null): string[] {
  const ids: string[] = [];
  for (let at = element; at !== null; at = at.parentElement) if (at.id !== "") ids.push(at.id);
  return ids;
}

function focusFirst(ids: readonly string[]): void {
  for (const id of ids) {
    const place = document.getElementById(id);
    if (place === null) continue;
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus();
    if (document.activeElement === place) return;
  }
}
