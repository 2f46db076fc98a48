import type { Node } from "@tiptap/pm/model";

export interface Heading {
  readonly position: number;
  readonly level: number;
  readonly text: string;
}

/** The headings of a document in their order; empty ones say nothing and are left out. */
export function headingsOf(doc: Node): Heading[] {
  const found: Heading[] = [];
  doc.descendants((node, position) => {
    if (node.type.name !== "heading") return !node.isTextblock;
    const text = node.textContent.trim();
    if (text !== "") found.push({ position, level: Number(node.attrs["level"]), text });
    return false;
  });
  return found;
}

/** The last of the places that is at or before `top`; -1 if all are after it. Places rise. */
export function lastBefore(places: readonly number[], top: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? Infinity) <= top) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
