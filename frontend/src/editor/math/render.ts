import "katex/dist/katex-swap.min.css";

import katex, { ParseError, type KatexOptions } from "katex";

import { t } from "../../lib/i18n";

/** What KaTeX keeps before it makes DOM nodes: see domTree.ts and mathMLTree.ts there. */
interface Drawn {
  attributes?: Record<string, string>;
  readonly children?: readonly Drawn[];
  toNode(): Node;
}

type Draw = (latex: string, options: KatexOptions) => Drawn;

const MAX_SIZE_EM = 20;
const MAX_EXPANSIONS = 300;

/** Nothing that LaTeX can say leads anywhere, loads anything or takes the page with it. */
const OPTIONS: KatexOptions = {
  trust: false,
  strict: "ignore",
  maxSize: MAX_SIZE_EM,
  maxExpand: MAX_EXPANSIONS,
  errorColor: "var(--danger)",
  output: "htmlAndMathml",
};

/** The formula, with MathML for screen readers. Throws a `FormulaError` that says in plain words what is wrong. */
export function drawFormula(latex: string, displayMode: boolean): Node {
  const draw = (katex as unknown as { __renderToDomTree: Draw }).__renderToDomTree;
  try {
    const drawn = draw(latex, { ...OPTIONS, displayMode });
    styleThroughCssom(drawn);
    return drawn.toNode();
  } catch (error) {
    if (error instanceof ParseError) throw new FormulaError(inPlainWords(error.rawMessage));
    if (error instanceof RangeError) throw new FormulaError(t("It is nested too deeply."));
    throw error;
  }
}

export class FormulaError extends Error {}

/** KaTeX writes a few style attributes, which the content security policy forbids; the CSSOM may do the same. */
function styleThroughCssom(drawn: Drawn): void {
  const { style, ...others } = drawn.attributes ?? {};
  if (style !== undefined) {
    drawn.attributes = others;
    const toNode = drawn.toNode.bind(drawn);
    drawn.toNode = () => {
      const made = toNode() as Partial<ElementCSSInlineStyle> & Node;
      // MathML elements have none in older browsers.
      if (made.style !== undefined) made.style.cssText = style;
      return made;
    };
  }
  drawn.children?.forEach(styleThroughCssom);
}

export function inPlainWords(message: string): string {
  const unknown = /^Undefined control sequence: (\S+)/.exec(message)?.[1];
  if (unknown !== undefined) return t("{command} is not a command that can be shown here.", { command: unknown });
  if (message.startsWith("Too many expansions")) return t("Its macros never come to an end.");
  const expected = /^Expected '(.+?)', got '(.+?)'/.exec(message);
  if (expected !== null) {
    const [, wanted = "", found = ""] = expected;
    return found === "EOF"
      ? t("A {sign} is missing at its end.", { sign: wanted })
      : t("A {sign} is missing before {found}.", { sign: wanted, found });
  }
  const unfinished = /^Unexpected end of input .*expected '(.+?)'$/.exec(message)?.[1];
  if (unfinished !== undefined) return t("A {sign} is missing at its end.", { sign: unfinished });
  if (message.startsWith("Double superscript")) return t("It has two superscripts in one place.");
  if (message.startsWith("Double subscript")) return t("It has two subscripts in one place.");
  const environment = /^No such environment: (\S+)/.exec(message)?.[1];
  if (environment !== undefined) return t("There is no environment named {name}.", { name: environment });
  return t("It can’t be read: {problem}.", { problem: message }).replace("..", ".");
}
