import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";

/** What can stand in the shared document's tree. */
export type SharedNode = Y.XmlElement | Y.XmlText;
export type SharedParent = Y.XmlElement | Y.XmlFragment;

/**
 * One child of a shared element beside what is shown for it. `shared` is null for a node that is shown only because the
 * schema wants one there (nobody wrote it), `node` is null for what isn't shown at all (an empty text among blocks).
 */
export interface Child {
  readonly shared: SharedNode | null;
  readonly node: Node | null;
}

/** A part of a line: a shared text, or an inline element of an older document, and how long it is when shown. */
export interface Segment {
  readonly shared: SharedNode;
  readonly size: number;
}

/** What a shared element is shown as: a node, and either its children, or the segments of its line. */
export interface Shown {
  readonly node: Node;
  readonly children: readonly Child[];
  readonly segments: readonly Segment[];
}

/** Which node stands for which shared element, both ways as far as they are asked for. */
export class Mapping {
  readonly #shown = new WeakMap<SharedParent, Shown>();
  readonly #ids = new Map<string, Y.XmlElement>();

  get(shared: SharedParent): Shown | undefined {
    return this.#shown.get(shared);
  }

  set(shared: SharedParent, shown: Shown): void {
    this.#shown.set(shared, shown);
  }

  forget(shared: SharedParent): void {
    this.#shown.delete(shared);
  }

  /** The live element that has this block id. */
  withId(id: string): Y.XmlElement | null {
    const found = this.#ids.get(id);
    return found !== undefined && isLive(found) ? found : null;
  }

  giveId(id: string, element: Y.XmlElement): void {
    if (this.withId(id) === null) this.#ids.set(id, element);
  }

  /** The same tree, with the nodes of `node`: an equal one, as far as what is shown goes. */
  adopt(shared: SharedParent, node: Node): void {
    const shown = this.#shown.get(shared);
    if (shown === undefined || shown.node === node) return;
    let at = 0;
    const children = shown.children.map((child) => {
      if (child.node === null) return child;
      const now = node.child(at);
      at += 1;
      if (now === child.node) return child;
      if (child.shared !== null && isParent(child.shared)) this.adopt(child.shared, now);
      return { shared: child.shared, node: now };
    });
    this.#shown.set(shared, { ...shown, node, children });
  }
}

export function isParent(shared: SharedNode): shared is Y.XmlElement {
  return "nodeName" in shared;
}

export function isLive(shared: SharedNode): boolean {
  return shared._item?.deleted === false;
}
