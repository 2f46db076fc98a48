import { t } from "../lib/i18n";
import { moveBeside } from "./moving";
import { activate, setExpanded } from "./tree";
import { groupOf, isExpanded, itemAt, nameOf, parentItem, shownItems, siblingsOf, treeItems } from "./tree-items";

const TYPING_PAUSE_MS = 600;

/** The keys of a tree, as WAI-ARIA has them; Alt+Shift+Up and Down move a document among those beside it. */
export function startTreeKeys(panel: HTMLElement): void {
  const typed = new TypeAhead(panel);
  panel.addEventListener("keydown", (event) => {
    const item = itemAt(event.target);
    if (item === null || event.target !== item || event.isComposing) return;
    const done = shifts(event) ? moveAmongSiblings(panel, item, event.key) : onKey(panel, item, event, typed);
    if (done) event.preventDefault();
  });
}

function shifts({ altKey, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return altKey && shiftKey && !ctrlKey && !metaKey;
}

function onKey(panel: HTMLElement, item: HTMLElement, event: KeyboardEvent, typed: TypeAhead): boolean {
  const { key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (key === "ContextMenu" || (key === "F10" && event.shiftKey)) return openMenu(item);
  if (key === "Enter" || key === " ") {
    activate(panel, item);
    return true;
  }
  if (key === "*") {
    for (const each of siblingsOf(item)) if (isExpanded(each) === false) setExpanded(panel, each, true);
    return true;
  }
  if (key.length === 1 && !event.shiftKey) return typed.take(item, key);
  const next = nextItem(panel, item, key);
  next?.focus();
  return next !== null;
}

/** Where an arrow key, Home or End leads; opening and closing a branch leads nowhere else. */
function nextItem(panel: HTMLElement, item: HTMLElement, key: string): HTMLElement | null {
  const items = shownItems(panel);
  const at = items.indexOf(item);
  switch (key) {
    case "ArrowDown":
      return items[at + 1] ?? item;
    case "ArrowUp":
      return items[at - 1] ?? item;
    case "Home":
      return items[0] ?? item;
    case "End":
      return items.at(-1) ?? item;
    case "ArrowRight":
      return inwards(panel, item);
    case "ArrowLeft":
      return outwards(panel, item);
    default:
      return null;
  }
}

function inwards(panel: HTMLElement, item: HTMLElement): HTMLElement {
  if (isExpanded(item) === false) setExpanded(panel, item, true);
  else if (isExpanded(item) === true) return treeItems(groupOf(item) ?? item)[0] ?? item;
  return item;
}

function outwards(panel: HTMLElement, item: HTMLElement): HTMLElement {
  if (isExpanded(item) !== true) return parentItem(item) ?? item;
  setExpanded(panel, item, false);
  return item;
}

function openMenu(item: HTMLElement): boolean {
  const button = item.querySelector<HTMLElement>(":scope > .tree-row > .tree-action[aria-haspopup]");
  button?.click();
  return button !== null;
}

function moveAmongSiblings(panel: HTMLElement, item: HTMLElement, key: string): boolean {
  if (key !== "ArrowUp" && key !== "ArrowDown") return false;
  const siblings = siblingsOf(item);
  const at = siblings.indexOf(item);
  const other = siblings[key === "ArrowUp" ? at - 1 : at + 1];
  const said = document.getElementById("tree-said");
  if (other === undefined || !moveBeside(item, other, key === "ArrowUp" ? "before" : "after")) return true;
  // At once, so that the next key goes on from there; the server's tree follows.
  if (key === "ArrowUp") other.before(item);
  else other.after(item);
  item.focus();
  const values = { title: nameOf(item), number: siblingsOf(item).indexOf(item) + 1, count: siblings.length };
  if (said !== null) said.textContent = t("{title}: {number} of {count}", values);
  panel.dispatchEvent(new CustomEvent("tree-moved"));
  return true;
}

/** Letters lead to the next item whose name begins with them. */
class TypeAhead {
  readonly #panel: HTMLElement;
  #letters = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(panel: HTMLElement) {
    this.#panel = panel;
  }

  take(item: HTMLElement, letter: string): boolean {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#letters = "";
    }, TYPING_PAUSE_MS);
    this.#letters += letter.toLocaleLowerCase();
    const items = shownItems(this.#panel);
    // One letter goes on to the next item, several may stay at this one.
    const from = items.indexOf(item) + (this.#letters.length === 1 ? 1 : 0);
    const order = [...items.slice(from), ...items.slice(0, from)];
    order.find((each) => nameOf(each).toLocaleLowerCase().startsWith(this.#letters))?.focus();
    return true;
  }
}
