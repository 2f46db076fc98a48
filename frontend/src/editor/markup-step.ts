import { Fragment, type Attrs, type Node, type NodeType } from "@tiptap/pm/model";
import { Step, StepMap, StepResult, type Mappable } from "@tiptap/pm/transform";

/**
 * What a node becomes: of another type if there is one, with these attributes beside those that it has, and with other
 * content, as long as what it has.
 */
export interface Markup {
  readonly type?: NodeType;
  readonly attrs: Attrs;
  readonly content?: Fragment;
}

type Changes = ReadonlyMap<number, Markup>;

/**
 * Gives any number of nodes another type or other attributes. All places stay where they are.
 *
 * A step for each node would copy its parent's children each time, and whatever follows a place through a transaction
 * would pass by all of them: the square of a long document's blocks, when all of it is selected.
 */
export class MarkupStep extends Step {
  readonly #changes: Changes;

  constructor(changes: Changes) {
    super();
    this.#changes = changes;
  }

  /** Where the first and the last of the nodes begin. */
  get range(): readonly [number, number] {
    let [first, last] = [Infinity, 0];
    for (const position of this.#changes.keys()) [first, last] = [Math.min(first, position), Math.max(last, position)];
    return [first, last];
  }

  apply(doc: Node): StepResult {
    const positions = [...this.#changes.keys()].sort((one, other) => one - other);
    const changed = new Change(this.#changes, positions).inside(doc, 0);
    return changed === null ? StepResult.fail("content") : StepResult.ok(changed);
  }

  override getMap(): StepMap {
    return StepMap.empty;
  }

  invert(doc: Node): MarkupStep {
    const before = new Map<number, Markup>();
    for (const [position, { content }] of this.#changes) {
      const node = doc.nodeAt(position);
      if (node === null) continue;
      const { type, attrs } = node;
      before.set(position, content === undefined ? { type, attrs } : { type, attrs, content: node.content });
    }
    return new MarkupStep(before);
  }

  map(mapping: Mappable): MarkupStep | null {
    const there = [...this.#changes].flatMap(([position, markup]) => {
      const { pos, deletedAfter } = mapping.mapResult(position, 1);
      return deletedAfter ? [] : [[pos, markup] as const];
    });
    return there.length === 0 ? null : new MarkupStep(new Map(there));
  }

  toJSON(): object {
    const changes = [...this.#changes].map(([pos, { type, attrs, content }]) => {
      return { pos, type: type?.name, attrs, content: content?.toJSON() as unknown };
    });
    return { stepType: "markup", changes };
  }
}

/** One walk through a document, past the positions in their order. */
class Change {
  readonly #changes: Changes;
  readonly #positions: readonly number[];
  #next = 0;

  constructor(changes: Changes, positions: readonly number[]) {
    this.#changes = changes;
    this.#positions = positions;
  }

  /** The node with what is changed inside it; `start` is where its content begins. Null: its content doesn't fit. */
  inside(node: Node, start: number): Node | null {
    const children: Node[] = [];
    let [at, isRetyped] = [start, false];
    for (const child of node.children) {
      const position = at;
      at += child.nodeSize;
      const now = this.#isIn(at) ? this.#changed(child, position) : child;
      if (now === null) return null;
      isRetyped ||= now.type !== child.type;
      children.push(now);
    }
    const content = Fragment.fromArray(children);
    return isRetyped && !node.type.validContent(content) ? null : node.copy(content);
  }

  #changed(child: Node, position: number): Node | null {
    const own = this.#positions[this.#next] === position ? this.#changes.get(position) : undefined;
    if (own !== undefined) this.#next += 1;
    const inner = this.#isIn(position + child.nodeSize) ? this.inside(child, position + 1) : child;
    if (inner === null || own === undefined) return inner;
    const { type = child.type, content = inner.content } = own;
    const isOther = type !== child.type || content !== inner.content;
    if (isOther && (content.size !== inner.content.size || !type.validContent(content))) return null;
    return type.create({ ...child.attrs, ...own.attrs }, content, child.marks);
  }

  #isIn(end: number): boolean {
    return (this.#positions[this.#next] ?? Infinity) < end;
  }
}
