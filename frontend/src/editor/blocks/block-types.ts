import { commands as core, Extension, getNodeType } from "@tiptap/core";
import { Fragment, type Attrs, type ContentMatch, type Node, type NodeType } from "@tiptap/pm/model";
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
    const content = contentAs(type, block.node);
    if (content === null) others.push(block);
    else changes.set(block.position, { type, attrs: attributes, content });
  }
  if (changes.size > 0) tr.step(new MarkupStep(changes));
  // What loses something takes steps of its own. The last first: what stands before a block stays where it is.
  for (const { node, position } of others.reverse()) {
    tr.setBlockType(position + 1, position + node.nodeSize - 1, type, attrsFor(node, type, attributes));
  }
  tr.scrollIntoView();
}

/** The text of a block as another kind has it, letter by letter. Null: something would be lost, or be longer. */
function contentAs(type: NodeType, { type: before, content }: Node): Fragment | null {
  const [isCode, wasCode] = [isPre(type), isPre(before)];
  const children = isCode ? asCode(type, content) : wasCode ? asText(type, content) : content;
  return children?.size === content.size && type.validContent(children) ? children : null;
}

function isPre({ whitespace }: NodeType): boolean {
  return whitespace === "pre";
}

/** Code's line ends are letters, and it has no marks. */
function asCode(type: NodeType, content: Fragment): Fragment | null {
  const { linebreakReplacement } = type.schema;
  const children: Node[] = [];
  for (const child of content.content) {
    if (child.type === linebreakReplacement) children.push(type.schema.text("\n"));
    else if (child.isText) children.push(child.mark(type.allowedMarks(child.marks)));
    else return null;
  }
  return Fragment.fromArray(children);
}

function asText({ schema }: NodeType, content: Fragment): Fragment {
  const text = content.textBetween(0, content.size);
  const parts = text.split(/(\r\n?|\n)/).map((part) => {
    return /^[\r\n]/.test(part) ? schema.linebreakReplacement?.create() : part === "" ? null : schema.text(part);
  });
  return Fragment.fromArray(parts.filter((part) => part !== null && part !== undefined));
}

function attrsFor({ attrs }: Node, type: NodeType, attributes: Attrs): Attrs {
  return type.create({ ...attrs, ...attributes }).attrs;
}
