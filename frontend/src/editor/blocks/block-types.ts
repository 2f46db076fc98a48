import { commands as core, Extension, getNodeType } from "@tiptap/core";
import type { Attrs, ContentMatch, Node, NodeType } from "@tiptap/pm/model";
import type { Selection, Transaction } from "@tiptap/pm/state";

import { MarkupStep, type Markup } from "../markup-step";

interface Block {
  readonly node: Node;
  readonly position: number;
  readonly index: number;
}

/** Lines that are no blocks of their own. */
const CAPTIONS: readonly string[] = ["image", "detailsSummary"];

/**
 * Many blocks become text of another kind in one step. Each stays the block that it was, with its id and whatever else
 * both kinds have.
 */
export const BlockTypes = Extension.create({
  name: "blockTypes",
  addCommands() {
    return {
      setNode:
        (typeOrName, attributes = {}) =>
        (props) => {
          const { tr, state, dispatch } = props;
          const type = getNodeType(typeOrName, state.schema);
          const changing = type.isTextblock ? blocksToChange(tr.doc, tr.selection, type, attributes) : [];
          // What one block becomes, or none can, is as everywhere.
          if (changing.length < 2) return core.setNode(typeOrName, attributes)(props);
          if (dispatch !== undefined) retype(tr, changing, type, attributes);
          return true;
        },
    };
  },
});

function blocksToChange(doc: Node, { ranges }: Selection, type: NodeType, attributes: Attrs): Block[] {
  const byParent = new Map<Node, Block[]>();
  for (const { $from, $to } of ranges) {
    doc.nodesBetween($from.pos, $to.pos, (node, position, parent, index) => {
      if (!node.isTextblock) return true;
      const staysAsItIs = CAPTIONS.includes(node.type.name) || node.hasMarkup(type, attrsFor(node, type, attributes));
      if (parent === null || staysAsItIs) return false;
      const siblings = byParent.get(parent);
      if (siblings === undefined) byParent.set(parent, [{ node, position, index }]);
      else siblings.push({ node, position, index });
      return false;
    });
  }
  return [...byParent].flatMap(([parent, blocks]) => thatFit(parent, blocks, type));
}

/** All together, as nearly always; where that can't be, those that can stand there by themselves. */
function thatFit(parent: Node, blocks: readonly Block[], type: NodeType): readonly Block[] {
  const changing = new Set(blocks.map(({ index }) => index));
  let match: ContentMatch | null = parent.type.contentMatch;
  parent.forEach((child, _offset, index) => {
    match = match?.matchType(changing.has(index) ? type : child.type) ?? null;
  });
  if ((match as ContentMatch | null)?.validEnd === true) return blocks;
  return blocks.filter(({ index }) => parent.canReplaceWith(index, index + 1, type));
}

function retype(tr: Transaction, blocks: readonly Block[], type: NodeType, attributes: Attrs): void {
  const changes = new Map<number, Markup>();
  const others: Block[] = [];
  for (const block of blocks) {
    if (isPlain(block.node.type) && isPlain(type) && type.validContent(block.node.content)) {
      changes.set(block.position, { type, attrs: attributes });
    } else others.push(block);
  }
  if (changes.size > 0) tr.step(new MarkupStep(changes));
  // Code's line ends are other ones, and it has no marks: that may take steps of its own. The last first: what stands
  // before a block stays where it is.
  for (const { node, position } of others.reverse()) {
    tr.setBlockType(position + 1, position + node.nodeSize - 1, type, attrsFor(node, type, attributes));
  }
  tr.scrollIntoView();
}

function isPlain({ whitespace }: NodeType): boolean {
  return whitespace !== "pre";
}

function attrsFor({ attrs }: Node, type: NodeType, attributes: Attrs): Attrs {
  return type.create({ ...attrs, ...attributes }).attrs;
}
