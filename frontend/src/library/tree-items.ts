/** The items of the tree, as the templates in editor/templates/editor/library make them. */

const ITEM = '[role="treeitem"]';

export function treeItems(within: ParentNode): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(ITEM)];
}

/** Those that can be seen: not the ones in closed branches. */
export function shownItems(within: ParentNode): HTMLElement[] {
  return treeItems(within).filter((item) => item.parentElement?.closest('[aria-expanded="false"]') === null);
}

export function itemAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(ITEM) : null;
}

export function parentItem(item: HTMLElement): HTMLElement | null {
  return itemAt(item.parentElement);
}

export function groupOf(item: HTMLElement): HTMLElement | null {
  return item.querySelector<HTMLElement>(":scope > [role='group']");
}

/** The documents beside this one, itself among them, in their order. */
export function siblingsOf(item: HTMLElement): HTMLElement[] {
  return [...(item.parentElement?.children ?? [])].filter(
    (child): child is HTMLElement => child instanceof HTMLElement && child.matches(ITEM),
  );
}

export function nameOf(item: HTMLElement): string {
  return item.querySelector(":scope > .tree-row .tree-name")?.textContent.trim() ?? "";
}

export function isExpanded(item: HTMLElement): boolean | null {
  const expanded = item.getAttribute("aria-expanded");
  return expanded === null ? null : expanded === "true";
}

export function isFavourite(item: HTMLElement): boolean {
  return parentItem(item)?.dataset["key"] === "favourites";
}

export function reachableItem(within: ParentNode): HTMLElement | null {
  return within.querySelector<HTMLElement>(`${ITEM}[tabindex="0"]`);
}

/** One item of the tree can be reached with Tab: where the reader was last, or else the current document. */
export function makeReachable(within: ParentNode, item?: HTMLElement | null): void {
  const items = treeItems(within);
  const chosen =
    item ??
    shownItems(within).find((each) => each.tabIndex === 0) ??
    shownItems(within).find((each) => each.hasAttribute("aria-current")) ??
    items[0];
  for (const each of items) each.tabIndex = each === chosen ? 0 : -1;
}
