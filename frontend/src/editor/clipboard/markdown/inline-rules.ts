import type MarkdownIt from "markdown-it";
import type StateInline from "markdown-it/lib/rules_inline/state_inline.mjs";

const FORMULA = /\$(?![ $])((?:[^$\\\n]|\\[^\n])+)(?<! )\$(?!\d)/y;
const REFERENCE = /\[\^([A-Za-z0-9_-]{1,64})\]/y;
const TAG = /<(\/?)(strong|b|em|i|u|ins|s|del|code|sub|sup|mark|span|br)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/iy;
const MARKER = "=";

/** What stands in a line and isn't CommonMark's: formulas, footnote references, highlights, a few tags. */
export function addInlines(md: MarkdownIt): void {
  md.inline.ruler.before("escape", "formula", (state, silent) =>
    take(state, silent, FORMULA, ([, latex = ""]) => {
      state.push("formula", "", 0).content = latex;
    }),
  );
  md.inline.ruler.before("link", "footnote_reference", (state, silent) =>
    take(state, silent, REFERENCE, ([, id = ""]) => {
      state.push("footnote_reference", "", 0).info = id;
    }),
  );
  md.inline.ruler.before("html_inline", "tags", (state, silent) =>
    take(state, silent, TAG, ([, slash = "", name = "", attributes = ""]) => {
      // Not as nesting: markdown-it counts on each end having its beginning.
      const token = state.push("tag", name.toLowerCase(), 0);
      token.markup = slash;
      for (const [, key = "", value = ""] of attributes.matchAll(/([a-z-]+)="([^"]*)"/gi)) {
        token.attrSet(key, state.md.utils.unescapeAll(value));
      }
    }),
  );
  md.inline.ruler.after("strikethrough", "highlight", highlight);
  md.inline.ruler2.after("strikethrough", "highlight", pairHighlights);
}

function take(state: StateInline, silent: boolean, pattern: RegExp, push: (found: RegExpExecArray) => void): boolean {
  pattern.lastIndex = state.pos;
  const found = pattern.exec(state.src);
  if (found === null || state.pos + found[0].length > state.posMax) return false;
  if (!silent) push(found);
  state.pos += found[0].length;
  return true;
}

/** Each "==" of a run may begin or end a highlight, by the same rule as "**". */
function highlight(state: StateInline, silent: boolean): boolean {
  if (silent || state.src[state.pos] !== MARKER) return false;
  const { can_open: open, can_close: close, length } = state.scanDelims(state.pos, true);
  if (length < 2) return false;
  if (length % 2 === 1) state.push("text", "", 0).content = MARKER;
  for (let at = 1; at < length; at += 2) {
    state.push("text", "", 0).content = MARKER.repeat(2);
    const token = state.tokens.length - 1;
    state.delimiters.push({ marker: MARKER.charCodeAt(0), length: 0, token, end: -1, open, close });
  }
  state.pos += length;
  return true;
}

function pairHighlights(state: StateInline): boolean {
  const within = state.tokens_meta.flatMap((meta) => (meta === null ? [] : [meta.delimiters]));
  for (const delimiters of [state.delimiters, ...within]) {
    for (const { marker, end, token } of delimiters) {
      const closing = delimiters[end];
      if (marker !== MARKER.charCodeAt(0) || closing === undefined) continue;
      become(state, token, 1);
      become(state, closing.token, -1);
    }
  }
  return true;
}

function become(state: StateInline, place: number, nesting: 1 | -1): void {
  const token = state.tokens[place];
  if (token === undefined) return;
  Object.assign(token, { type: nesting === 1 ? "mark_open" : "mark_close", tag: "mark", nesting, content: "" });
}
