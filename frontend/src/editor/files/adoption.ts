import { Plugin } from "@tiptap/pm/state";
import type { Node } from "@tiptap/pm/model";

import { isRemote } from "../guard";
import { adoptFile, type Answer } from "./store";
import { OWN_FILES } from "./uploads";

type Adopted = Answer<unknown>;

/** Files that came with a block from another document: this one asks for each once, so that it may show it too. */
export class Adoptions {
  readonly #asked = new Map<string, Promise<Adopted>>();
  readonly #ask: (file: string) => Promise<Adopted>;

  constructor(ask = adoptFile) {
    this.#ask = ask;
  }

  /** What was answered, or will be; undefined where nobody has asked. */
  answerFor(file: string): Promise<Adopted> | undefined {
    return this.#asked.get(file);
  }

  adopt(file: string): Promise<Adopted> {
    const asked = this.#asked.get(file) ?? this.#ask(file);
    this.#asked.set(file, asked);
    return asked;
  }

  /** For another attempt. */
  forget(file: string): void {
    this.#asked.delete(file);
  }
}

/** Asks for the files of what is pasted here, or comes in another way with somebody's own edit. */
export function adoptionPlugin(adoptions: Adoptions): Plugin<readonly string[]> {
  const plugin: Plugin<readonly string[]> = new Plugin<readonly string[]>({
    state: {
      init: () => [],
      apply: (transaction, seen) => {
        if (!transaction.docChanged || isRemote(transaction) || transaction.getMeta(OWN_FILES) === true) return seen;
        const brought = new Set(transaction.steps.flatMap(broughtBy));
        if (brought.size === 0) return seen;
        for (const present of filesIn(transaction.before)) brought.delete(present);
        return [...seen, ...brought];
      },
    },
    view: () => ({
      update: ({ state }, before) => {
        const brought = plugin.getState(state) ?? [];
        for (const file of brought.slice(plugin.getState(before)?.length)) void adoptions.adopt(file);
      },
    }),
  });
  return plugin;
}

function broughtBy(step: object): readonly string[] {
  const content = (step as { slice?: { content: Node["content"] } }).slice?.content;
  return content === undefined ? [] : filesIn(content);
}

function filesIn(content: Pick<Node, "descendants">): readonly string[] {
  const found: string[] = [];
  content.descendants((node) => {
    if (typeof node.attrs["file"] === "string") found.push(node.attrs["file"]);
  });
  return found;
}
