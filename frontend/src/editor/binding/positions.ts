import * as Y from "yjs";

import { isParent, type Mapping, type SharedNode, type SharedParent } from "./mapping";

/** Whether a place is held by what stands before it, or by what stands behind it. */
export type Side = -1 | 1;

/** A place in the shared document that stays where it is while others write, for a place in the editor's. */
export function relativePosition(
  mapping: Mapping,
  root: Y.XmlFragment,
  position: number,
  side: Side = -1,
): Y.RelativePosition {
  let parent: SharedParent = root;
  let at = position;
  for (;;) {
    const shown = mapping.get(parent);
    if (shown?.node.inlineContent === true) return inLine(mapping, parent, at, side);
    let index = 0;
    let inside: Y.XmlElement | null = null;
    for (const { shared, node } of shown?.children ?? []) {
      const size = node?.nodeSize ?? 0;
      if (node !== null && at < size) {
        if (at > 0 && shared !== null && isParent(shared) && !node.isAtom) inside = shared;
        break;
      }
      at -= size;
      if (shared !== null) index += 1;
    }
    if (inside === null) return Y.createRelativePositionFromTypeIndex(parent, index);
    parent = inside;
    at -= 1;
  }
}

function inLine(mapping: Mapping, line: SharedParent, position: number, side: Side): Y.RelativePosition {
  let at = position;
  let index = 0;
  for (const { shared, size } of mapping.get(line)?.segments ?? []) {
    if (!isParent(shared) && (side < 0 ? at <= size : at < size)) {
      return Y.createRelativePositionFromTypeIndex(shared, at, side < 0 ? -1 : 0);
    }
    if (at < size) break;
    at -= size;
    index += 1;
  }
  return Y.createRelativePositionFromTypeIndex(line, index);
}

/** The place in the editor's document. Null: it isn't shown. */
export function absolutePosition(mapping: Mapping, root: Y.XmlFragment, relative: Y.RelativePosition): number | null {
  const found = root.doc === null ? null : Y.createAbsolutePositionFromRelativePosition(relative, root.doc);
  if (found === null) return null;
  let shared = found.type as unknown as SharedNode | SharedParent;
  let at: number | null;
  if (shared instanceof Y.XmlText) {
    const line = shared.parent as SharedParent | null;
    at = line === null ? null : before(mapping, line, shared);
    if (line === null || at === null) return null;
    at += found.index;
    shared = line;
  } else at = beforeIndex(mapping, shared, found.index);
  while (shared !== root) {
    const parent = shared.parent as SharedParent | null;
    const outside = parent === null ? null : before(mapping, parent, shared as SharedNode);
    if (parent === null || outside === null) return null;
    at += outside + 1;
    shared = parent;
  }
  return at;
}

function before(mapping: Mapping, parent: SharedParent, wanted: SharedNode): number | null {
  const shown = mapping.get(parent);
  let at = 0;
  for (const { shared, size } of shown?.segments ?? []) {
    if (shared === wanted) return at;
    at += size;
  }
  for (const { shared, node } of shown?.children ?? []) {
    if (shared === wanted) return at;
    at += node?.nodeSize ?? 0;
  }
  return null;
}

function beforeIndex(mapping: Mapping, parent: SharedParent, wanted: number): number {
  const { segments = [], children = [] } = mapping.get(parent) ?? {};
  let at = 0;
  for (const { size } of segments.slice(0, wanted)) at += size;
  let index = 0;
  for (const { shared, node } of children) {
    if (shared !== null && index === wanted) break;
    at += node?.nodeSize ?? 0;
    if (shared !== null) index += 1;
  }
  return at;
}
