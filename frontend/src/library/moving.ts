import { htmx } from "../lib/htmx";
import { isFavourite, parentItem } from "./tree-items";

export type Side = "before" | "after";

/** Puts a document under another one, into a space, among the reader's own, or among the favourites. */
export function moveInto(item: HTMLElement, target: HTMLElement): void {
  const id = item.dataset["document"] ?? "";
  if (target.dataset["key"] === "favourites") send(`/documents/${id}/favourite`, {}, "none");
  else send(`/documents/${id}/place`, placeOf(target), "beforeend");
}

/** Puts a document before or behind another one; false where that has no order. */
export function moveBeside(item: HTMLElement, other: HTMLElement, side: Side): boolean {
  const id = item.dataset["document"];
  const beside = other.dataset["document"];
  const around = parentItem(other);
  if (id === undefined || beside === undefined || around === null) return false;
  if (isFavourite(other)) {
    const before = side === "before" ? beside : documentBehind(other, item);
    send(`/documents/${id}/favourite`, before === undefined ? {} : { before }, "none");
    return true;
  }
  if (!mayOrder(other)) return false;
  send(`/documents/${id}/place`, { ...placeOf(around), [side]: beside }, "beforeend");
  return true;
}

/** What is shared from a place that the reader can't see has no order here; nor has a place where they only read. */
export function mayOrder(item: HTMLElement): boolean {
  if (item.dataset["elsewhere"] !== undefined) return false;
  return isFavourite(item) || mayTake(parentItem(item));
}

/** Whether the reader may put documents into this. */
export function mayTake(target: HTMLElement | null): boolean {
  if (target === null) return false;
  const { key, role } = target.dataset;
  if (role !== undefined) return Number(role) >= 30;
  return key === "private" || key === "shared" || key === "favourites";
}

function placeOf(target: HTMLElement): Record<string, string> {
  const { document: parent, space } = target.dataset;
  if (parent !== undefined) return { parent };
  return space === undefined ? {} : { space };
}

function documentBehind(other: HTMLElement, item: HTMLElement): string | undefined {
  const next = other.nextElementSibling === item ? item.nextElementSibling : other.nextElementSibling;
  return next instanceof HTMLElement ? next.dataset["document"] : undefined;
}

function send(url: string, values: Record<string, string>, swap: string): void {
  htmx().then(
    ({ ajax }) => ajax("post", url, { target: "#toasts", swap, values }),
    () => undefined,
  );
}
