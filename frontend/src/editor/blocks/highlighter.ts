import { common, createLowlight } from "lowlight";

/** A stretch of code, counted in characters from its start, and the class it is drawn with. */
export interface Token {
  readonly from: number;
  readonly to: number;
  readonly class: string;
}

type Tree = ReturnType<ReturnType<typeof createLowlight>["highlight"]>;
type Child = Tree["children"][number];

const lowlight = createLowlight(common);

/** Loaded when the first block with a language is there (see code-colors.ts). */
export function tokensOf(code: string, language: string): readonly Token[] {
  if (!lowlight.registered(language)) return [];
  const tokens: Token[] = [];
  let at = 0;
  const walk = (nodes: readonly Child[], className: string): void => {
    for (const node of nodes) {
      if (node.type === "text") {
        const from = at;
        at += node.value.length;
        if (className !== "") tokens.push({ from, to: at, class: className });
      } else if (node.type === "element") {
        const own = node.properties.className;
        walk(node.children, Array.isArray(own) ? own.join(" ") : className);
      }
    }
  };
  walk(lowlight.highlight(language, code, { prefix: "code-" }).children, "");
  return tokens;
}
