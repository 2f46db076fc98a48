import { nextIndex } from "../lib/next-index";
import { place } from "../lib/place";

const ITEMS = ".menu-item:not(:disabled, [hidden])";

/**
 * Menus are native popovers with `class="menu"`, opened by a button with `popovertarget`. Here they get their place,
 * arrow keys, and close when something in them was chosen.
 */
export function startMenus(): void {
  document.addEventListener("toggle", onToggle, { capture: true });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const item = event.target instanceof Element ? event.target.closest(".menu-item") : null;
    item?.closest<HTMLElement>(".menu[popover]")?.hidePopover();
  });
}

function onToggle(event: Event): void {
  const menu = event.target;
  if (!(event instanceof ToggleEvent) || !(menu instanceof HTMLElement) || !menu.matches(".menu[popover]")) return;
  const opener = document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(menu.id)}"]`);
  const open = event.newState === "open";
  opener?.setAttribute("aria-expanded", String(open));
  if (!open || opener === null) return;
  void place(menu, opener, menu.dataset["align"] === "end" ? "bottom-end" : "bottom-start");
  menu.querySelector<HTMLElement>(ITEMS)?.focus();
}

function onKey(event: KeyboardEvent): void {
  const menu = event.target instanceof Element ? event.target.closest<HTMLElement>(".menu[popover]") : null;
  if (menu === null) return;
  const items = [...menu.querySelectorAll<HTMLElement>(ITEMS)];
  const at = items.findIndex((item) => item === document.activeElement);
  const next = nextIndex(event.key, at, items.length);
  if (next === null) return;
  event.preventDefault();
  items[next]?.focus();
}
