import type { Node, ResolvedPos } from "@tiptap/pm/model";

export interface Around {
  readonly node: Node;
  readonly depth: number;
  readonly position: number;
}

/** The innermost node around a place that has one of these names. */
export function around($from: ResolvedPos, ...names: readonly string[]): Around | null {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (names.includes(node.type.name)) return { node, depth, position: $from.before(depth) };
  }
  return null;
}
