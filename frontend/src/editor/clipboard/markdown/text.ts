/** What would begin something in the middle of a line. `_` between letters begins nothing; `~` and `=` only in pairs. */
const SPECIAL =
  /[\\`*[\]$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?:^|(?<=~))~|~(?:$|(?=~))|(?:^|(?<==))=|=(?:$|(?==))|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)/g;
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\x01-\x1f\x7f-\x9f\u2028\u2029\ufeff]/g;
const SPACE = "[ \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000]";
const FIRST_SPACE = new RegExp(`^${SPACE}`);
const LAST_SPACE = new RegExp(`${SPACE}(?=\\\\?$)`);
/** What would begin a block: the backslash goes before the last character that matched. */
const LINE_START =
  /^(?:#(?=#{0,5}(?: |$))|[>|]|-(?=[-:| ]|$)|\+(?= |$)|:(?=-)|\p{Nd}{1,9}[.)](?= |$)|\[\^[A-Za-z0-9_-]{1,64}\]:)/u;

/** The text of one run. It may not stand at a line's edge yet: see `finished`. */
export function escaped(run: string): string {
  return run.replace(SPECIAL, "\\$&").replace(CONTROL, reference);
}

/** Inline Markdown whose lines begin no block and keep the spaces at their edges. */
export function finished(inline: string): string {
  return inline.split("\n").map(finishedLine).join("\n");
}

function finishedLine(line: string): string {
  const start = LINE_START.exec(line)?.[0].length;
  const safe = start === undefined ? line : `${line.slice(0, start - 1)}\\${line.slice(start - 1)}`;
  return safe.replace(FIRST_SPACE, reference).replace(LAST_SPACE, reference);
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** Null for text that can't stand between backticks. */
export function codeSpan(code: string): string | null {
  if (/^ *$/.test(code) || code.search(CONTROL) >= 0) return null;
  const runs = new Set(backticks(code));
  let fence = "`";
  while (runs.has(fence.length)) fence += "`";
  const isPadded = code.startsWith("`") || code.endsWith("`") || (code.startsWith(" ") && code.endsWith(" "));
  return isPadded ? `${fence} ${code} ${fence}` : `${fence}${code}${fence}`;
}

export function fenceFor(code: string): string {
  return "`".repeat(Math.max(3, ...backticks(code).map((length) => length + 1)));
}

function backticks(code: string): number[] {
  return Array.from(code.matchAll(/`+/g), ([run]) => run.length);
}

/** An address without spaces and control characters, as a link's destination. */
export function destination(address: string): string {
  return address.replace(/[\\()<>]|&(?=#?[A-Za-z0-9]+;)/g, "\\$&");
}

export function dataAttribute(name: string, value: unknown): string {
  const json = JSON.stringify(value);
  const safe = json.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  return `data-${name}="${safe}"`;
}
