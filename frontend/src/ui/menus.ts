import { nextIndex } from "../lib/next-index";
import { place } from "../lib/place";

const ITEMS = ".menu-item:not(:disabled, [hidden])";
const OPEN = ".menu[popover]:popover-open:not([popover='manual'])";

/**
 * Menus are native popovers with `class="menu"`, opened by a button with `popovertarget`. Here they get their place,
 * arrow keys, and close when something in them was chosen. One that is opened from inside another stands beside it.
 */
export function startMenus(): void {
  document.addEventListener("toggle", onToggle, { capture: true });
  document.addEventListener("keydown", onKey, { capture: true });
  document.addEventListener("click", (event) => {
    const item = event.target instanceof Element ? event.target.closest(".menu-item") : null;
    if (!item?.closest(OPEN) || item.hasAttribute("popovertarget")) return;
    for (const menu of document.querySelectorAll<HTMLElement>(OPEN)) menu.hidePopover();
  });
}

function onToggle(event: Event): void {
  const menu = event.target;
  if (!(event instanceof ToggleEvent) || !(menu instanceof HTMLElement) || !menu.matches(".menu[popover]")) return;
  const opener = openerOf(menu);
  const open = event.newState === "open";
  opener?.setAttribute("aria-expanded", String(open));
  if (!open || opener === null) return;
  const isInner = opener.closest(OPEN) !== null;
  const beside = menu.dataset["align"] === "end" ? "bottom-end" : "bottom-start";
  if (!menu.matches(".menu--sheet")) void place(menu, opener, isInner ? "right-start" : beside);
  // Opened with a pointer from beside the text, it leaves the caret there: a phone keeps its keyboard.
  if (!isWriting()) menu.querySelector<HTMLElement>(ITEMS)?.focus();
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : null;
  const menu = target?.closest<HTMLElement>(".menu[popover]") ?? (isWriting() ? lastOpen() : null);
  if (menu === null || menu.matches("[popover='manual']")) return;
  const opener = openerOf(menu);
  if (event.key === "ArrowLeft" && opener?.closest(OPEN)) {
    menu.hidePopover();
    opener.focus();
  } else if (event.key === "ArrowRight" && target?.matches(".menu-item[popovertarget]"))
    (target as HTMLElement).click();
  else if (!goTo(menu, event.key)) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Arrow keys go through the items (in rows, where `data-grid` says so), a letter to the next one that begins with it. */
function goTo(menu: HTMLElement, key: string): boolean {
  const items = [...menu.querySelectorAll<HTMLElement>(ITEMS)];
  const at = items.findIndex((item) => item === document.activeElement);
  const isGrid = "grid" in menu.dataset && at >= 0 && key.startsWith("Arrow");
  const next = isGrid ? inGrid(key, at, items) : (nextIndex(key, at, items.length) ?? beginningWith(key, at, items));
  if (next === null || (at < 0 && key.length === 1)) return false;
  items[next]?.focus();
  return true;
}

function inGrid(key: string, at: number, items: readonly HTMLElement[]): number | null {
  if (key === "ArrowRight") return (at + 1) % items.length;
  if (key === "ArrowLeft") return (at - 1 + items.length) % items.length;
  const boxes = items.map((item) => item.getBoundingClientRect());
  const from = boxes[at] ?? new DOMRect();
  const away = (box: DOMRect): number => (key === "ArrowDown" ? box.top - from.bottom : from.top - box.bottom);
  const distance = (box: DOMRect): number => away(box) * 100 + Math.abs(box.left - from.left);
  const [nearest] = boxes
    .map((box, index) => ({ box, index }))
    .filter(({ box }) => away(box) >= -1)
    .sort((a, b) => distance(a.box) - distance(b.box));
  return nearest?.index ?? null;
}

function beginningWith(key: string, at: number, items: readonly HTMLElement[]): number | null {
  if (key.length !== 1 || key === " ") return null;
  const order = items.map((_item, index) => (at + 1 + index) % items.length);
  const begins = (item: HTMLElement | undefined): boolean =>
    item?.textContent.trim().toLowerCase().startsWith(key.toLowerCase()) === true;
  return order.find((index) => begins(items[index])) ?? null;
}

function openerOf(menu: HTMLElement): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(menu.id)}"]`);
}

function lastOpen(): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>(`${OPEN}[data-for-text]`)].at(-1) ?? null;
}

function isWriting(): boolean {
  return document.activeElement instanceof HTMLElement && document.activeElement.isContentEditable;
}
