import type MarkdownIt from "markdown-it";
import type StateBlock from "markdown-it/lib/rules_block/state_block.mjs";

type Rule = (state: StateBlock, startLine: number, endLine: number, silent: boolean) => boolean;

/** What may stand in the middle of a paragraph's lines and ends it. */
// eslint-disable-next-line scriptorium/english -- Names of rules.
const ENDS_TEXT = { alt: ["paragraph", "reference", "blockquote", "list"] };

const CALLOUT = /^\[!([A-Za-z]+)\]\s*$/;
const FOOTNOTE = /^\[\^([A-Za-z0-9_-]{1,64})\]:[ \t]?/;
const FOOTNOTE_INDENT = 4;
const COMMENT = /^<!--.*-->\s*$/;
const TAG =
  /^(?:<p><\/p>|<(div|td|th)((?:\s+[a-z-]+="[^"<>]*")*)\s*>(<\/\1>)?|<\/(div|td|th|tr|table|details)>|<(tr|table)>|<details(?:\s+open(?:="")?)?>)\s*/i;
const SUMMARY = /^<summary>(.*?)<\/summary>\s*$/i;

/** The blocks that CommonMark doesn't have, or has as HTML. */
export function addBlocks(md: MarkdownIt): void {
  md.block.ruler.before("fence", "formula", formula, ENDS_TEXT);
  md.block.ruler.before("fence", "callout", callout);
  md.block.ruler.before("reference", "footnote", footnote, ENDS_TEXT);
  md.block.ruler.before("html_block", "tags", tags, ENDS_TEXT);
}

function lineAt(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

function isIndentedCode(state: StateBlock, line: number): boolean {
  return (state.sCount[line] ?? 0) - state.blkIndent >= 4;
}

const formula: Rule = (state, startLine, endLine, silent) => {
  const first = lineAt(state, startLine).trimEnd();
  if (isIndentedCode(state, startLine) || !first.startsWith("$$")) return false;
  const inOneLine = /^\$\$(.+)\$\$$/.exec(first)?.[1];
  let end = startLine;
  if (inOneLine === undefined) {
    if (first !== "$$") return false;
    do end += 1;
    while (end < endLine && lineAt(state, end).trim() !== "$$");
    if (end >= endLine) return false;
  }
  if (silent) return true;
  const indent = state.sCount[startLine] ?? 0;
  const token = state.push("formula", "", 0);
  token.content = inOneLine?.trim() ?? state.getLines(startLine + 1, end, indent, false);
  state.line = end + 1;
  return true;
};

/** The first line of a quote. */
const callout: Rule = (state, startLine, _endLine, silent) => {
  const kind = CALLOUT.exec(lineAt(state, startLine))?.[1];
  if (kind === undefined || state.tokens.at(-1)?.type !== "blockquote_open") return false;
  if (!silent) {
    state.push("callout_kind", "", 0).info = kind.toUpperCase();
    state.line = startLine + 1;
  }
  return true;
};

const footnote: Rule = (state, startLine, endLine, silent) => {
  const found = FOOTNOTE.exec(lineAt(state, startLine));
  if (isIndentedCode(state, startLine) || found === null) return false;
  if (silent) return true;
  let end = startLine + 1;
  while (end < endLine && goesOn(state, end)) end += 1;
  const indent = (state.sCount[startLine] ?? 0) + FOOTNOTE_INDENT;
  const first = lineAt(state, startLine).slice(found[0].length);
  state.push("footnote_open", "", 1).info = found[1] ?? "";
  state.md.block.parse(
    `${first}\n${state.getLines(startLine + 1, end, indent, false)}`,
    state.md,
    state.env,
    state.tokens,
  );
  state.push("footnote_close", "", -1);
  state.line = end;
  return true;
};

/** A further line of a footnote: indented, or text that goes on where the line before has ended. */
function goesOn(state: StateBlock, line: number): boolean {
  if ((state.sCount[line] ?? 0) - state.blkIndent >= FOOTNOTE_INDENT) return true;
  if (!state.isEmpty(line)) return !state.isEmpty(line - 1) && !/^[[#>|`$<-]/.test(lineAt(state, line));
  let next = line + 1;
  while (next < state.lineMax && state.isEmpty(next)) next += 1;
  return next < state.lineMax && (state.sCount[next] ?? 0) - state.blkIndent >= FOOTNOTE_INDENT;
}

/** Those tags that the dialect has for blocks; all others are text. */
const tags: Rule = (state, startLine, _endLine, silent) => {
  if (isIndentedCode(state, startLine)) return false;
  const line = lineAt(state, startLine);
  if (COMMENT.test(line)) {
    if (!silent) state.line = startLine + 1;
    return true;
  }
  const summary = SUMMARY.exec(line);
  const found = summary === null ? TAG.exec(line) : null;
  const rest = found === null ? "" : line.slice(found[0].length);
  const behind = /^<details/i.test(found?.[0] ?? "") ? SUMMARY.exec(rest) : null;
  if ((summary === null && found === null) || (rest !== "" && behind === null)) return false;
  if (silent) return true;
  if (found !== null) pushTag(state, found);
  const title = (summary ?? behind)?.[1];
  if (title !== undefined) pushSummary(state, title);
  state.line = startLine + 1;
  return true;
};

function pushTag(state: StateBlock, [tag, opened, attributes = "", closedAtOnce, closed, bare]: RegExpExecArray): void {
  const name = (opened ?? closed ?? bare ?? (/^<details/i.test(tag) ? "details" : "p")).toLowerCase();
  if (name === "p") state.push("empty_paragraph", "", 0);
  else if (closed !== undefined) state.push("tag_close", name, -1);
  else {
    const token = state.push("tag_open", name, 1);
    for (const [, key = "", value = ""] of attributes.matchAll(/([a-z-]+)="([^"]*)"/gi)) token.attrSet(key, value);
    if (closedAtOnce !== undefined) state.push("tag_close", name, -1);
  }
}

function pushSummary(state: StateBlock, title: string): void {
  state.push("summary_open", "", 1);
  const inline = state.push("inline", "", 0);
  inline.content = title;
  inline.children = [];
  state.push("summary_close", "", -1);
}
