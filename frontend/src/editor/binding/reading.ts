import { Fragment, type ContentMatch, type Mark, type Node, type NodeType, type Schema } from "@tiptap/pm/model";
import * as Y from "yjs";

import { shownAttributes } from "../schema/attributes";
import { MARKS, NODES } from "../schema/description";
import { freshId } from "./ids";
import { keep, keepEmbed, type Kept } from "./kept";
import { Mapping, isParent, type Child, type Segment, type SharedNode, type SharedParent, type Shown } from "./mapping";
import { freshKey } from "./placeholders";

/** Stands in a line that takes text alone for something else: as long as that is in the shared text. */
const OBJECT = "\uFFFC";

interface Embed {
  readonly type: string;
  readonly attrs: Record<string, unknown>;
}

/**
 * Makes the editor's nodes from the shared document. It only reads: what can't be shown becomes a placeholder, a node
 * that the schema misses is shown and not written, an attribute that isn't allowed is shown as its default.
 */
export class Reader {
  readonly mapping = new Mapping();
  readonly #schema: Schema;
  /** What placeholders stand for. */
  readonly #kept = new Map<string, Kept>();
  /** The placeholders of elements that can be read but not where they stand. */
  readonly #misplaced = new WeakMap<Y.XmlElement, Shown>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** The whole document. Elements that are mapped already are taken as they are. */
  document(root: Y.XmlFragment): Node {
    const children = this.#fit(this.#schema.topNodeType, this.#blocks(root)) ?? [];
    const node = this.#schema.topNodeType.create(null, nodesOf(children));
    this.mapping.set(root, { node, children, segments: [] });
    return node;
  }

  /** What a placeholder stands for. */
  keptBy(placeholder: Node): Kept | null {
    return this.#kept.get(String(placeholder.attrs["key"])) ?? null;
  }

  /** It has changed: it is read anew when it is asked for. */
  forget(element: SharedNode): void {
    if (!isParent(element)) return;
    this.mapping.forget(element);
    this.#misplaced.delete(element);
  }

  /** Maps an element that was just made from this very node. */
  mapCreated(element: Y.XmlElement, node: Node): void {
    if (node.type.name === "unknownBlock") {
      this.mapping.set(element, { node, children: [], segments: [] });
      return;
    }
    const shared = element.toArray() as SharedNode[];
    if (node.inlineContent) {
      this.mapping.set(element, { node, children: [], segments: segmentsOf(shared) });
      return;
    }
    const children = shared.map((child, index) => ({ shared: child, node: node.child(index) }));
    this.mapping.set(element, { node, children, segments: [] });
    for (const child of children) if (isParent(child.shared)) this.mapCreated(child.shared, child.node);
  }

  #blocks(parent: SharedParent): Child[] {
    return (parent.toArray() as SharedNode[]).map((shared) => {
      if (isParent(shared)) return { shared, node: this.#block(shared) };
      return { shared, node: shared.length === 0 ? null : this.#placeholder("unknownBlock", "text", keep(shared)) };
    });
  }

  #block(element: Y.XmlElement): Node {
    const before = this.mapping.get(element);
    // What was no block where it stood may be one where it stands now.
    const isBlock = before !== undefined && before.node.type.name !== "unknownBlock";
    const shown = isBlock ? before : (this.#read(element) ?? before ?? this.#unknown(element));
    this.mapping.set(element, shown);
    const id: unknown = shown.node.attrs["id"];
    if (typeof id === "string") this.mapping.giveId(id, element);
    return shown.node;
  }

  #unknown(element: Y.XmlElement): Shown {
    const node = this.#placeholder("unknownBlock", element.nodeName, keep(element));
    return { node, children: [], segments: [] };
  }

  #placeholder(type: "unknownBlock" | "unknownInline", name: string, kept: Kept): Node {
    const key = freshKey();
    this.#kept.set(key, kept);
    return this.#type(type).create({ name, key });
  }

  /** Null: it can't be shown as what it says it is. */
  #read(element: Y.XmlElement): Shown | null {
    const type = this.#described(element.nodeName, false);
    const attributes =
      type === null ? null : shownAttributes(NODES[type.name]?.attributes ?? {}, attributesOf(element));
    if (type === null || attributes === null) return null;
    // Two people moved one block at the same time: one of the two that it became has its id.
    if (typeof attributes["id"] === "string" && this.#isTaken(attributes["id"], element)) attributes["id"] = null;
    if (type.inlineContent) {
      const shared = element.toArray() as SharedNode[];
      const content = shared.flatMap((child) => this.#line(child, type));
      return { node: type.create(attributes, content), children: [], segments: segmentsOf(shared) };
    }
    if (type.isLeaf) return { node: type.create(attributes), children: [], segments: [] };
    const children = this.#fit(type, this.#blocks(element));
    return children === null ? null : { node: type.create(attributes, nodesOf(children)), children, segments: [] };
  }

  #isTaken(id: string, element: Y.XmlElement): boolean {
    const owner = this.mapping.withId(id);
    return owner !== null && owner !== element;
  }

  #described(name: string, inline: boolean): NodeType | null {
    const type = Object.hasOwn(NODES, name) ? this.#schema.nodes[name] : undefined;
    if (type === undefined || type.isText || type === this.#schema.topNodeType) return null;
    return type.isInline === inline ? type : null;
  }

  #type(name: string): NodeType {
    const type = this.#schema.nodes[name];
    if (type === undefined) throw new Error(`The schema has no ${name}.`);
    return type;
  }

  /**
   * The children as the schema wants them: a placeholder for one that may not stand there, and what is missing added.
   * Null: no such parent can be made of them.
   */
  #fit(parent: NodeType, children: readonly Child[]): Child[] | null {
    const fitting: Child[] = [];
    let match: ContentMatch = parent.contentMatch;
    for (const child of children) {
      if (child.node === null) {
        fitting.push(child);
        continue;
      }
      const step = follow(match, child.node) ?? this.#asPlaceholder(match, child);
      if (step === null) return null;
      fitting.push(...step.missing.map(filler), { shared: child.shared, node: step.node });
      match = step.match;
    }
    const last = match.fillBefore(Fragment.empty, true);
    if (last === null) return null;
    return [...fitting, ...last.content.map(filler)];
  }

  #asPlaceholder(match: ContentMatch, { shared, node }: Child): Step | null {
    if (shared === null || !isParent(shared) || node?.type.name === "unknownBlock") return null;
    const shown = this.#misplaced.get(shared) ?? this.#unknown(shared);
    const step = follow(match, shown.node);
    if (step === null) return null;
    this.#misplaced.set(shared, shown);
    this.mapping.set(shared, shown);
    return step;
  }

  #line(shared: SharedNode, parent: NodeType): Node[] {
    if (isParent(shared)) {
      return [this.#atom({ type: shared.nodeName, attrs: attributesOf(shared) }, () => keep(shared), parent, [])];
    }
    return (shared.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]).map((run) => {
      const marks = parent.markSet?.length === 0 ? [] : this.#marks(run.attributes ?? {});
      if (typeof run.insert === "string") return this.#schema.text(run.insert, marks);
      return this.#atom(embedOf(run.insert), () => keepEmbed(run.insert as object), parent, marks);
    });
  }

  #atom({ type: name, attrs }: Embed, kept: () => Kept, parent: NodeType, marks: readonly Mark[]): Node {
    const type = this.#described(name, true);
    const attributes = type === null ? null : shownAttributes(NODES[name]?.attributes ?? {}, attrs);
    const node =
      type === null || attributes === null
        ? this.#placeholder("unknownInline", name, kept())
        : type.create(attributes, null, marks);
    return parent.contentMatch.matchType(node.type) === null ? this.#schema.text(OBJECT) : node;
  }

  #marks(found: Readonly<Record<string, unknown>>): Mark[] {
    return Object.entries(found).flatMap(([name, value]) => {
      const type = Object.hasOwn(MARKS, name) ? this.#schema.marks[name] : undefined;
      const attributes = shownAttributes(MARKS[name]?.attributes ?? {}, isRecord(value) ? value : {});
      return type === undefined || attributes === null ? [] : [type.create(attributes)];
    });
  }
}

interface Step {
  readonly node: Node;
  readonly missing: readonly Node[];
  readonly match: ContentMatch;
}

function follow(match: ContentMatch, node: Node): Step | null {
  const direct = match.matchType(node.type);
  if (direct !== null) return { node, missing: [], match: direct };
  const missing = match.fillBefore(Fragment.from(node));
  const after = missing === null ? null : (match.matchFragment(missing)?.matchType(node.type) ?? null);
  return missing === null || after === null ? null : { node, missing: missing.content, match: after };
}

/** Nobody wrote it; with the id that its blocks get when somebody writes in it. */
function filler(node: Node): Child {
  return { shared: null, node: withIds(node) };
}

function withIds(node: Node): Node {
  const attributes = "id" in node.attrs ? { ...node.attrs, id: freshId() } : node.attrs;
  return node.type.create(attributes, node.children.map(withIds), node.marks);
}

function nodesOf(children: readonly Child[]): Node[] {
  return children.flatMap(({ node }) => (node === null ? [] : [node]));
}

function segmentsOf(shared: readonly SharedNode[]): Segment[] {
  return shared.map((child) => ({ shared: child, size: isParent(child) ? 1 : child.length }));
}

function attributesOf(element: Y.XmlElement): Record<string, unknown> {
  return element.getAttributes();
}

function embedOf(value: unknown): Embed {
  if (!isRecord(value) || typeof value["type"] !== "string") return { type: "", attrs: {} };
  return { type: value["type"], attrs: isRecord(value["attrs"]) ? value["attrs"] : {} };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
