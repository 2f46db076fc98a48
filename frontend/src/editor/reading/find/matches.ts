import type { Node } from "@tiptap/pm/model";

import { t } from "../../../lib/i18n";

export interface Query {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWords: boolean;
  readonly isExpression: boolean;
}

/** A place in the document, and what a replacement needs of it. */
export interface Match {
  readonly from: number;
  readonly to: number;
  readonly found: RegExpExecArray;
}

export interface Found {
  readonly matches: readonly Match[];
  /** Why these are not all, in plain words. */
  readonly problem: string | null;
}

const MOST = 10_000;
/** An expression may take a time that grows with the square of a line's length, or worse. */
const LONGEST_LINE = 20_000;
const PATIENCE_MS = 1_000;
const LETTER = String.raw`[\p{L}\p{N}\p{M}_]`;

/** The query as a regular expression; null where the reader's own isn't one. */
export function expressionOf({ text, matchCase, wholeWords, isExpression }: Query): RegExp | null {
  const source = isExpression ? text : text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  const whole = wholeWords ? `(?<!${LETTER})(?:${source})(?!${LETTER})` : source;
  try {
    return new RegExp(whole, matchCase ? "gu" : "giu");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** All places in the lines of a document; a match never goes over the end of a line. */
export function findMatches(doc: Node, query: Query): Found {
  const matches: Match[] = [];
  if (query.text === "") return { matches, problem: null };
  const expression = expressionOf(query);
  if (expression === null) return { matches, problem: t("This is no regular expression. Mend it, or turn it off.") };
  const until = performance.now() + PATIENCE_MS;
  let problem: string | null = null;
  doc.descendants((node, position) => {
    if (problem !== null || !node.isTextblock) return problem === null;
    if (query.isExpression && node.content.size > LONGEST_LINE) {
      problem = t("Some lines are too long for a regular expression.");
      return false;
    }
    const text = node.textBetween(0, node.content.size, "", "\uFFFC");
    for (const found of text.matchAll(expression)) {
      if (found[0] === "") continue;
      const from = position + 1 + found.index;
      matches.push({ from, to: from + found[0].length, found });
    }
    if (matches.length >= MOST) problem = t("These are the first {count}.", { count: MOST });
    else if (performance.now() > until) problem = t("The search took too long; these are the first.");
    return false;
  });
  return { matches, problem };
}

/** What stands there after a replacement: with an expression, $1 and $<name> are what its groups found. */
export function replacementOf({ found }: Match, { isExpression }: Query, replacement: string): string {
  if (!isExpression) return replacement;
  return replacement.replace(/\$(?:\$|&|(\d{1,2})|<([^>]+)>)/g, (whole, number?: string, name?: string) => {
    if (whole === "$$") return "$";
    if (whole === "$&") return found[0];
    return (number === undefined ? found.groups?.[name ?? ""] : found[Number(number)]) ?? "";
  });
}
