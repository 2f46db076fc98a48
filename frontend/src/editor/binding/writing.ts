import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";

import { NODES } from "../schema/description";
import { align } from "./align";
import { freshId } from "./ids";
import { embedOfKept, restore } from "./kept";
import { writeLine } from "./line-writing";
import { attributesOf, changeOf, piecesOf, type Piece } from "./lines";
import { isParent, type Child, type SharedNode, type SharedParent, type Shown } from "./mapping";
import type { Reader } from "./reading";

/** A line and where the caret stands in it. */
export interface CaretPlace {
  readonly line: Node;
  readonly offset: number;
}

/** A block that is shown with another id than its element has. */
export interface WrongId {
  readonly position: number;
  readonly id: string;
}

interface Made {
  readonly element: Y.XmlElement;
  readonly node: Node;
  readonly position: number;
}

interface Edit {
  readonly index: number;
  removed: number;
  readonly inserted: SharedNode[];
}

/** Writes `now` into the shared document, within a transaction of its own: what differs from what was shown, no more. */
export function write(reader: Reader, root: Y.XmlFragment, now: Node, caret: CaretPlace | null): WrongId[] {
  const writer = new Writer(reader, caret);
  writer.plan(root, now, 0);
  return writer.carryOut();
}

/**
 * First everything is planned and made, then it is carried out.
 */
class Writer {
  readonly #reader: Reader;
  readonly #caret: CaretPlace | null;
  readonly #steps: (() => void)[] = [];
  readonly #made: Made[] = [];
  readonly #wrong: WrongId[] = [];

  constructor(reader: Reader, caret: CaretPlace | null) {
    this.#reader = reader;
    this.#caret = caret;
  }

  carryOut(): WrongId[] {
    for (const step of this.#steps) step();
    for (const made of this.#made) this.#giveId(made);
    return this.#wrong;
  }

  /** `position` is where the content of `now` begins. */
  plan(shared: SharedParent, now: Node, position: number): void {
    const shown = this.#reader.mapping.get(shared);
    if (shown === undefined) throw new Error("An element that was never shown can't be written.");
    if (isElement(shared)) this.#planAttributes(shared, shown.node, now, position - 1);
    if (now.inlineContent) this.#planLine(shared, shown, now);
    else if (!now.isLeaf) this.#planChildren(shared, shown, now, position);
    else {
      this.#steps.push(() => {
        this.#reader.mapping.set(shared, { ...shown, node: now });
      });
    }
  }

  #planAttributes(element: Y.XmlElement, before: Node, now: Node, position: number): void {
    for (const name of Object.keys(NODES[now.type.name]?.attributes ?? {})) {
      const value: unknown = now.attrs[name];
      const was: unknown = before.attrs[name];
      if (name === "id") {
        if (typeof was === "string" && value !== was) this.#wrong.push({ position, id: was });
        if (was === null && element.getAttribute("id") !== undefined) this.#giveOwnId(element, position);
      } else if (!isEqual(value, was)) {
        this.#steps.push(() => {
          if (value === null) element.removeAttribute(name);
          else element.setAttribute(name, value as string);
        });
      }
    }
  }

  #planLine(shared: SharedParent, shown: Shown, now: Node): void {
    const caret = this.#caret?.line === now ? this.#caret.offset : null;
    const change = changeOf(shown.node, now, caret);
    this.#steps.push(() => {
      const segments = writeLine(shared, shown.segments, change, (piece) => this.#embedOf(piece));
      this.#reader.mapping.set(shared, { node: now, children: [], segments });
    });
  }

  #planChildren(shared: SharedParent, shown: Shown, now: Node, position: number): void {
    const before = shown.children.flatMap(({ node }) => (node === null ? [] : [node]));
    const stays = new Map(align(before, now.children));
    const list = new ChildList(now.children, position, (node, at) => this.#make(node, at));
    let at = 0;
    for (const child of shown.children) {
      if (child.node === null) {
        list.pass(child);
        continue;
      }
      const place = stays.get(at);
      at += 1;
      if (place === undefined) {
        list.remove(child);
        continue;
      }
      list.makeUntil(place);
      const node = now.child(place);
      if (child.shared === null) list.makeUntil(place + 1);
      else {
        if (node !== child.node && isParent(child.shared)) this.plan(child.shared, node, list.position + 1);
        list.keep(child.shared, node);
      }
    }
    list.makeUntil(now.childCount);
    this.#steps.push(() => {
      list.carryOut(shared);
      this.#reader.mapping.set(shared, { node: now, children: list.children, segments: [] });
      for (const { shared: made, node } of list.made) if (isParent(made)) this.#reader.mapCreated(made, node);
    });
  }

  /** A new element, not yet in the document. */
  #make(node: Node, position: number): SharedNode {
    if (node.type.name === "unknownBlock") {
      const kept = this.#reader.keptBy(node);
      return kept === null ? new Y.XmlElement("paragraph") : restore(kept);
    }
    const element = new Y.XmlElement(node.type.name);
    for (const [name, value] of Object.entries(node.attrs)) {
      if (name !== "id" && value !== null && value !== undefined) element.setAttribute(name, value as string);
    }
    const { attributes = {} } = NODES[node.type.name] ?? {};
    if ("id" in attributes) this.#made.push({ element, node, position });
    if (node.inlineContent) element.insert(0, [this.#makeText(node)]);
    else {
      const children: SharedNode[] = [];
      node.forEach((child, offset) => children.push(this.#make(child, position + 1 + offset)));
      element.insert(0, children);
    }
    return element;
  }

  /** A line has its text from the start: two people who begin to type in it at once write into the same one. */
  #makeText(line: Node): Y.XmlText {
    const text = new Y.XmlText();
    const delta = piecesOf(line).map((piece) => ({
      insert: this.#embedOf(piece) ?? piece.text,
      attributes: attributesOf(piece.marks),
    }));
    text.applyDelta(delta);
    return text;
  }

  #embedOf({ atom }: Piece): object | null {
    if (atom === null) return null;
    if (atom.type.name !== "unknownInline") {
      const attrs = Object.entries(atom.attrs).filter(([, value]) => value !== null);
      return { type: atom.type.name, attrs: Object.fromEntries(attrs) };
    }
    return embedOfKept(this.#reader.keptBy(atom));
  }

  /** A block whose id another one has gets its own when somebody changes it. */
  #giveOwnId(element: Y.XmlElement, position: number): void {
    const id = freshId();
    this.#steps.push(() => {
      element.setAttribute("id", id);
      this.#reader.mapping.giveId(id, element);
    });
    this.#wrong.push({ position, id });
  }

  #giveId({ element, node, position }: Made): void {
    const { mapping } = this.#reader;
    const wanted: unknown = node.attrs["id"];
    const isFree = typeof wanted === "string" && mapping.withId(wanted) === null;
    const id = isFree ? wanted : freshId();
    element.setAttribute("id", id);
    mapping.giveId(id, element);
    if (id !== wanted) this.#wrong.push({ position, id });
  }
}

/** The new list of a parent's children while it is put together, and the edits that lead to it. */
class ChildList {
  readonly children: Child[] = [];
  readonly made: { readonly shared: SharedNode; readonly node: Node }[] = [];
  /** Where the next node begins. */
  position: number;
  readonly #now: readonly Node[];
  readonly #make: (node: Node, position: number) => SharedNode;
  readonly #edits: Edit[] = [];
  #index = 0;
  #at = 0;

  constructor(now: readonly Node[], position: number, make: (node: Node, position: number) => SharedNode) {
    this.#now = now;
    this.position = position;
    this.#make = make;
  }

  pass(child: Child): void {
    this.children.push(child);
    this.#index += 1;
  }

  keep(shared: SharedNode, node: Node): void {
    this.children.push({ shared, node });
    this.#index += 1;
    this.#at += 1;
    this.position += node.nodeSize;
  }

  remove({ shared }: Child): void {
    if (shared === null) return;
    this.#edit().removed += 1;
    this.#index += 1;
  }

  makeUntil(place: number): void {
    for (; this.#at < place; this.#at += 1) {
      const node = this.#now[this.#at];
      if (node === undefined) return;
      const shared = this.#make(node, this.position);
      this.#edit().inserted.push(shared);
      this.made.push({ shared, node });
      this.children.push({ shared, node });
      this.position += node.nodeSize;
    }
  }

  /**
   * From the last to the first, so that the indexes of those before stay right. What is new stands behind what it
   * replaces: an undo brings that back where it was, and what somebody else wrote behind the new stays behind it.
   */
  carryOut(parent: SharedParent): void {
    for (const { index, removed, inserted } of this.#edits.reverse()) {
      if (inserted.length > 0) parent.insert(index + removed, inserted);
      if (removed > 0) parent.delete(index, removed);
    }
  }

  #edit(): Edit {
    const last = this.#edits.at(-1);
    if (last !== undefined && last.index + last.removed === this.#index) return last;
    const edit: Edit = { index: this.#index, removed: 0, inserted: [] };
    this.#edits.push(edit);
    return edit;
  }
}

function isElement(shared: SharedParent): shared is Y.XmlElement {
  return shared instanceof Y.XmlElement;
}

function isEqual(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === "object" && JSON.stringify(one) === JSON.stringify(other));
}
