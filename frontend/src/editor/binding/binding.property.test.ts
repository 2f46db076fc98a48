// @vitest-environment happy-dom
import { getSchema } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";

import { contentExtensions } from "../extensions";
import { chanceOf, Maker, seeds, type Chance } from "./documents.testing";
import { isParent, type SharedNode } from "./mapping";
import { Reader } from "./reading";
import { write } from "./writing";

const schema = getSchema(contentExtensions());
const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 300);

/** One person's copy, without a page: what is shown follows what is shared. */
class Copy {
  readonly doc = new Y.Doc();
  readonly root = this.doc.getXmlFragment("default");
  readonly reader = new Reader(schema);
  shown: Node;
  #writing = false;

  constructor() {
    this.shown = this.reader.document(this.root);
    this.root.observeDeep((events) => {
      if (this.#writing) return;
      for (const { target } of events) {
        for (let type: unknown = target; type instanceof Y.XmlElement || type instanceof Y.XmlText; type = type.parent)
          this.reader.forget(type);
      }
      this.shown = this.reader.document(this.root);
    });
  }

  change(now: Node): void {
    this.#writing = true;
    this.doc.transact(() => write(this.reader, this.root, now, null));
    this.#writing = false;
    this.shown = now;
  }

  merge(other: Copy): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(this.doc)));
  }

  /** What somebody who opens the document now is shown. */
  fresh(): Node {
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc));
    return new Reader(schema).document(copy.getXmlFragment("default"));
  }
}

function content(node: Node): unknown {
  return JSON.parse(
    JSON.stringify(node.toJSON(), (name, value: unknown) => (name === "id" || name === "key" ? null : value)),
  );
}

function ids(copy: Copy): string[] {
  const found: string[] = [];
  const visit = (shared: SharedNode): void => {
    if (!isParent(shared)) return;
    const id: unknown = shared.getAttribute("id");
    if (typeof id === "string") found.push(id);
    (shared.toArray() as SharedNode[]).forEach(visit);
  };
  (copy.root.toArray() as SharedNode[]).forEach(visit);
  return found;
}

function changes(chance: Chance, copy: Copy, most: number): void {
  const maker = new Maker(schema, chance);
  for (let left = chance.below(most); left >= 0; left -= 1) copy.change(maker.changed(copy.shown));
}

test("what is written is what is read, whatever was there before", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const chance = chanceOf(seed);
      const copy = new Copy();
      const maker = new Maker(schema, chance);
      copy.change(maker.document());
      expect(content(copy.fresh())).toEqual(content(copy.shown));
      for (let step = 0; step < 6; step += 1) {
        copy.change(maker.changed(copy.shown));
        expect(content(copy.fresh())).toEqual(content(copy.shown));
        const all = ids(copy);
        expect(new Set(all).size).toBe(all.length);
      }
    }),
    { numRuns: RUNS },
  );
});

test("two people who write at the same time see the same in the end, and reading writes nothing", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const chance = chanceOf(seed);
      const [ada, ben] = [new Copy(), new Copy()];
      ada.change(new Maker(schema, chance).document());
      ben.merge(ada);
      for (let round = 0; round < 3; round += 1) {
        changes(chance, ada, 3);
        changes(chance, ben, 3);
        const vectors = [ada, ben].map(({ doc }) => Y.getState(doc.store, doc.clientID));
        ben.merge(ada);
        ada.merge(ben);
        expect([ada, ben].map(({ doc }) => Y.getState(doc.store, doc.clientID))).toEqual(vectors);
        expect(content(ada.shown)).toEqual(content(ben.shown));
        expect(content(ada.fresh())).toEqual(content(ada.shown));
      }
    }),
    { numRuns: RUNS },
  );
});
