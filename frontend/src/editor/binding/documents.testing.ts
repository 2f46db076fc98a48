import { Fragment, type Node, type Schema } from "@tiptap/pm/model";
import fc from "fast-check";

/** Random documents and random changes of them, for the tests of the binding. */
export interface Chance {
  below(limit: number): number;
}

export function chanceOf(seed: number): Chance {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return {
    below: (limit) => {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
      const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39) >>> 0;
      return ((mixed ^ (mixed >>> 16)) >>> 0) % limit;
    },
  };
}

export const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

const LETTERS = ["a", "a", "a", "b", "é", "😀", "👩‍🚀", " ", "\uFFFC", "漢"];
const MARKS = ["bold", "italic", "code"];
const BLOCKS = [
  "paragraph",
  "paragraph",
  "paragraph",
  "heading",
  "blockquote",
  "bulletList",
  "codeBlock",
  "horizontalRule",
];

export class Maker {
  readonly #schema: Schema;
  readonly #chance: Chance;

  constructor(schema: Schema, chance: Chance) {
    this.#schema = schema;
    this.#chance = chance;
  }

  document(): Node {
    return this.#schema.topNodeType.create(
      null,
      this.#list(1 + this.#chance.below(5), () => this.#block(0)),
    );
  }

  /** Something else is done to the document, near or far from what was done before. */
  changed(node: Node): Node {
    const kind = this.#chance.below(8);
    if (node.isTextblock) return this.#changedLine(node);
    if (node.childCount === 0) return node;
    const at = this.#chance.below(node.childCount);
    const children = [...node.children];
    const child = node.child(at);
    const isBlocks = node.type === this.#schema.topNodeType || node.type.name === "blockquote";
    if (isBlocks && kind === 0) children.splice(at, 0, this.#block(0));
    else if (kind === 1 && children.length > 1) children.splice(at, 1);
    else if (kind === 2) children.splice(this.#chance.below(children.length), 0, ...children.splice(at, 1));
    else if (isBlocks && kind === 3) children.splice(at, 1, this.#schema.node("blockquote", null, [child]));
    else if (kind === 4 && child.isTextblock) children.splice(at, 1, ...this.#split(child));
    else if (isBlocks && kind === 5 && child.type.name === "paragraph")
      children.splice(at, 1, this.#schema.node("heading", { ...child.attrs, level: 2 }, child.content));
    else children.splice(at, 1, this.changed(child));
    const content = Fragment.from(children);
    return node.type.validContent(content) ? node.copy(content) : node;
  }

  #changedLine(line: Node): Node {
    const at = whole(line, this.#chance.below(line.content.size + 1));
    const to = whole(line, Math.min(line.content.size, at + this.#chance.below(4)));
    const middle = Fragment.from(this.#inline(line));
    const [start, end] = [line.content.cut(0, at), line.content.cut(to)];
    return line.copy(start.append(middle).append(end));
  }

  #split(line: Node): Node[] {
    const at = whole(line, this.#chance.below(line.content.size + 1));
    return [line.copy(line.content.cut(0, at)), line.type.create({ ...line.attrs, id: null }, line.content.cut(at))];
  }

  #block(depth: number): Node {
    const name = BLOCKS[this.#chance.below(depth > 2 ? 4 : BLOCKS.length)] ?? "paragraph";
    const type = this.#schema.nodes[name];
    if (type === undefined) throw new Error(name);
    if (type.isLeaf) return type.create();
    if (name === "bulletList")
      return type.create(
        null,
        this.#list(1 + this.#chance.below(3), () => this.#item(depth)),
      );
    if (name === "blockquote")
      return type.create(
        null,
        this.#list(1 + this.#chance.below(2), () => this.#block(depth + 1)),
      );
    const line = type.create(name === "heading" ? { level: 1 + this.#chance.below(4) } : null);
    return line.copy(Fragment.from(this.#inline(line)));
  }

  #item(depth: number): Node {
    const first = this.#schema.node("paragraph");
    const rest = this.#list(this.#chance.below(2), () => this.#block(depth + 2));
    return this.#schema.node("listItem", null, [first.copy(Fragment.from(this.#inline(first))), ...rest]);
  }

  #inline(line: Node): Node[] {
    return this.#list(this.#chance.below(4), () => {
      if (this.#chance.below(5) === 0 && line.type.name !== "codeBlock") return this.#schema.node("hardBreak");
      const text = this.#list(1 + this.#chance.below(3), () => LETTERS[this.#chance.below(LETTERS.length)] ?? "a").join(
        "",
      );
      const marks = line.type.name === "codeBlock" ? [] : MARKS.filter(() => this.#chance.below(4) === 0);
      return this.#schema.text(
        text,
        marks.map((mark) => this.#schema.mark(mark)),
      );
    });
  }

  #list<Item>(count: number, make: () => Item): Item[] {
    return Array.from({ length: count }, make);
  }
}

/** Nobody's caret stands within a character. */
function whole(line: Node, at: number): number {
  const text = line.textBetween(0, line.content.size, "", "-");
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
