import { htmx } from "../lib/htmx";
import { place } from "../lib/place";
import { byId, element } from "../lib/element";
import { rememberOpen } from "./open-nodes";
import { groupOf, isExpanded, itemAt, makeReachable, reachableItem, treeItems } from "./tree-items";

/** Opening and closing branches, following links, and staying where one was when the tree comes anew. */
export function startTree(panel: HTMLElement): void {
  makeReachable(panel);
  revealCurrent(panel);
  rememberOpen(panel);
  const menu = new RowMenu();
  panel.addEventListener("click", (event) => {
    const asking = event.target instanceof Element ? event.target.closest(".tree-action[aria-haspopup]") : null;
    if (asking !== null) menu.ask(asking);
    else onClick(panel, event);
  });
  panel.addEventListener("focusin", ({ target }) => {
    const item = itemAt(target);
    if (item !== null && target === item) makeReachable(panel, item);
  });
  let focused: string | null = null;
  panel.addEventListener("htmx:beforeSwap", () => {
    focused = itemAt(document.activeElement)?.id ?? null;
  });
  panel.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target instanceof HTMLElement && target.id === "tree-menu") menu.show();
    const item = focused === null ? null : document.getElementById(focused);
    makeReachable(panel, item);
    if (focused !== null && document.activeElement === document.body) (item ?? reachableItem(panel))?.focus();
    focused = null;
  });
}

/** Opens or closes a branch; what is in it comes when it is opened for the first time. */
export function setExpanded(panel: HTMLElement, item: HTMLElement, open: boolean): void {
  item.setAttribute("aria-expanded", String(open));
  rememberOpen(panel);
  const { branch, document: id } = item.dataset;
  if (!open || groupOf(item) !== null) return;
  const group = element("ul", { role: "group" });
  item.append(group);
  item.setAttribute("aria-busy", "true");
  const here = panel.querySelector<HTMLElement>("[aria-current][data-document]")?.dataset["document"] ?? "";
  const url = `${branch ?? `/documents/${id ?? ""}/children`}?here=${here}`;
  htmx()
    .then(({ ajax }) => ajax("get", url, { target: group, swap: "innerHTML" }))
    .then(
      () => {
        item.removeAttribute("aria-busy");
      },
      () => {
        group.remove();
        item.setAttribute("aria-expanded", "false");
      },
    );
}

/** Follows the link of an item, or opens and closes what has none. */
export function activate(panel: HTMLElement, item: HTMLElement): void {
  const link = item.querySelector<HTMLElement>(":scope > .tree-row > .tree-link");
  if (link !== null) link.click();
  else if (isExpanded(item) !== null) setExpanded(panel, item, isExpanded(item) === false);
}

function onClick(panel: HTMLElement, event: MouseEvent): void {
  const item = itemAt(event.target);
  if (item === null || !(event.target instanceof Element)) return;
  if (event.target.closest(".tree-link, .tree-action, .tree-show-more") !== null) return;
  const expanded = isExpanded(item);
  const isHead = item.matches(".tree-section") || event.target.closest(".tree-twist") !== null;
  if (event.target === item) activate(panel, item);
  else if (isHead && expanded !== null) setExpanded(panel, item, !expanded);
}

function revealCurrent(panel: HTMLElement): void {
  const current = treeItems(panel).find((item) => item.hasAttribute("aria-current"));
  const region = panel.querySelector(".panel-tree");
  if (current === undefined || region === null) return;
  const row = current.querySelector(".tree-row")?.getBoundingClientRect();
  const room = region.getBoundingClientRect();
  if (row !== undefined && (row.top < room.top || row.bottom > room.bottom)) {
    region.scrollTop += row.top - room.top - room.height / 3;
  }
}

/** The menu of a row is filled by the server and then shown at the row that asked for it, if that is still there. */
class RowMenu {
  readonly #menu = byId("tree-menu", HTMLElement);
  #asked = "";

  ask(button: Element): void {
    this.#asked = itemAt(button)?.id ?? "";
  }

  show(): void {
    const row = document.getElementById(this.#asked)?.querySelector<HTMLElement>(":scope > .tree-row");
    if (!row) return;
    row.dataset["asked"] = "";
    this.#menu.addEventListener("toggle", ({ newState }) => {
      if (newState === "closed") delete row.dataset["asked"];
    });
    this.#menu.showPopover();
    void place(this.#menu, row, "bottom-end");
    this.#menu.querySelector<HTMLElement>(".menu-item")?.focus();
  }
}
