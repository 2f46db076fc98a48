import * as Y from "yjs";

import { isParent, type SharedNode } from "./mapping";

/** What a placeholder stands for, apart from the document: it outlives being cut. */
export type Kept = KeptText | KeptElement | KeptEmbed;

interface KeptText {
  readonly kind: "text";
  readonly delta: unknown[];
}

interface KeptElement {
  readonly kind: "element";
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly Kept[];
}

interface KeptEmbed {
  readonly kind: "embed";
  readonly value: object;
}

export function keep(shared: SharedNode): Kept {
  if (!isParent(shared)) return { kind: "text", delta: shared.toDelta() as unknown[] };
  const children = (shared.toArray() as SharedNode[]).map(keep);
  return { kind: "element", name: shared.nodeName, attributes: shared.getAttributes(), children };
}

export function keepEmbed(value: object): Kept {
  return { kind: "embed", value };
}

/** The same again, not yet in a document. */
export function restore(kept: Kept): SharedNode {
  if (kept.kind !== "element") {
    const text = new Y.XmlText();
    text.applyDelta(kept.kind === "text" ? kept.delta : [{ insert: kept.value }]);
    return text;
  }
  const element = new Y.XmlElement(kept.name);
  for (const [name, value] of Object.entries(kept.attributes)) element.setAttribute(name, value as string);
  element.insert(0, kept.children.map(restore));
  return element;
}

/** The same as what stands in a line. */
export function embedOfKept(kept: Kept | null): object {
  if (kept?.kind === "embed") return kept.value;
  return kept?.kind === "element" ? { type: kept.name, attrs: kept.attributes } : { type: "unknown", attrs: {} };
}
