import { mayOrder, mayTake, moveBeside, moveInto, type Side } from "./moving";
import { rememberOpen } from "./open-nodes";
import { setExpanded } from "./tree";
import { isExpanded, isFavourite, itemAt } from "./tree-items";

/** Whoever holds a document over a closed branch for so long wants to see what is in it. */
const OPENS_AFTER_MS = 600;

type Drop = Side | "inside";

/** Dragging a document onto, before or behind another one, into a space, or among one's own. */
export function startDragging(panel: HTMLElement): void {
  let dragged: HTMLElement | null = null;
  const over = new Over(panel);
  panel.addEventListener("dragstart", (event) => {
    dragged = itemAt(event.target);
    if (dragged?.dataset["document"] === undefined) dragged = null;
    else dragged.dataset["dragged"] = "";
    if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = "all";
  });
  panel.addEventListener("dragover", (event) => {
    const drop = dragged === null ? null : dropAt(dragged, event);
    over.show(drop?.target ?? null, drop?.kind ?? null);
    if (drop === null) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "move";
  });
  panel.addEventListener("drop", (event) => {
    const drop = dragged === null ? null : dropAt(dragged, event);
    over.show(null, null);
    if (dragged === null || drop === null) return;
    event.preventDefault();
    if (drop.kind === "inside") putInto(panel, dragged, drop.target);
    else moveBeside(dragged, drop.target, drop.kind);
  });
  panel.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node) || !panel.contains(relatedTarget)) over.show(null, null);
  });
  panel.addEventListener("dragend", () => {
    delete dragged?.dataset["dragged"];
    dragged = null;
    over.show(null, null);
  });
  // What is dragged must not be taken away under the pointer.
  panel.addEventListener("htmx:beforeRequest", (event) => {
    if (dragged !== null && event.target instanceof Element && event.target.id === "tree") event.preventDefault();
  });
}

/** Shows where it went: the branch is open from now on. */
function putInto(panel: HTMLElement, dragged: HTMLElement, target: HTMLElement): void {
  if (isExpanded(target) === false) setExpanded(panel, target, true);
  else if (target.dataset["document"] !== undefined) rememberOpen(panel, target);
  moveInto(dragged, target);
}

/** What dropping here would do; null where it can't be dropped. */
function dropAt(dragged: HTMLElement, event: DragEvent): { target: HTMLElement; kind: Drop } | null {
  const target = itemAt(event.target);
  if (target === null || dragged.contains(target)) return null;
  const kind = kindAt(target, event);
  if (isFavourite(target)) return kind === "inside" ? null : { target, kind };
  const movable = Number(dragged.dataset["role"]) >= 30;
  if (target.dataset["key"] === "favourites") return { target, kind: "inside" };
  // Nothing becomes shared by its place among what is shared.
  if (!movable || target.dataset["key"] === "shared") return null;
  if (kind !== "inside") return mayOrder(target) ? { target, kind } : null;
  return mayTake(target) ? { target, kind } : null;
}

function kindAt(target: HTMLElement, event: DragEvent): Drop {
  const row = target.querySelector(".tree-row")?.getBoundingClientRect();
  if (row === undefined || target.dataset["document"] === undefined) return "inside";
  const part = (event.clientY - row.top) / row.height;
  const edge = isFavourite(target) ? 0.5 : mayTake(target) ? 0.28 : 0.5;
  if (part < edge && mayOrder(target)) return "before";
  // Behind an open branch is below all that is in it.
  const opened = isExpanded(target) === true && !isFavourite(target);
  return part > 1 - edge && !opened && mayOrder(target) ? "after" : "inside";
}

/** What the pointer is over, marked. */
class Over {
  readonly #panel: HTMLElement;
  #target: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(panel: HTMLElement) {
    this.#panel = panel;
  }

  show(target: HTMLElement | null, kind: Drop | null): void {
    if (target !== this.#target) {
      delete this.#target?.dataset["drop"];
      clearTimeout(this.#timer);
      this.#target = target;
      if (target !== null && isExpanded(target) === false) this.#openLater(target);
    }
    if (target !== null && kind !== null) target.dataset["drop"] = kind;
  }

  #openLater(target: HTMLElement): void {
    this.#timer = setTimeout(() => {
      if (target.dataset["drop"] === "inside") setExpanded(this.#panel, target, true);
    }, OPENS_AFTER_MS);
  }
}
