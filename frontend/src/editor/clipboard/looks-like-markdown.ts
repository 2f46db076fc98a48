/** One of these is enough: hardly anybody writes them otherwise. */
const SURE: readonly RegExp[] = [
  /^ {0,3}#{1,6} \S/m,
  /^ {0,3}(?:```|~~~)/m,
  /^ *[-*+] \[[ xX]\] /m,
  /^ {0,3}\|?(?: *:?-{3,}:? *\|)+ *(?::?-{3,}:? *)?\|?$/m,
  /^ {0,3}> ?\[![A-Za-z]+\]/m,
  /^ {0,3}\[\^[\w-]+\]: /m,
  /!?\[[^\]\n]*\]\((?:https?:|mailto:|file:|mention:|document:|\/|#)[^)\s]*\)/,
  /^\$\$[\s\S]+?\$\$/m,
  /^<details>/m,
];
/** Of these it takes two different ones, or two lines of a list. */
const HINTS: readonly RegExp[] = [
  /(?:^|[\s(])\*\*\S(?:[^*\n]*\S)?\*\*(?=$|[\s.,;:!?)])/m,
  /(?:^|[\s(])`[^`\n]+`(?=$|[\s.,;:!?)])/m,
  /(?:^|[\s(])(?:_[^_\s][^_\n]*_|\*[^*\s][^*\n]*\*)(?=$|[\s.,;:!?)])/m,
  /(?:^|\s)(?:~~|==)\S[^\n]*?\S(?:~~|==)(?=$|[\s.,;:!?)])/m,
  /^ {0,3}> \S/m,
  /^ *(?:[-*+]|\d{1,3}[.)]) \S/m,
  /^(?:---|\*\*\*)$/m,
];
const LIST = /^ *(?:[-*+]|\d{1,3}[.)]) \S.*\n+ *(?:[-*+]|\d{1,3}[.)]) \S/m;
/** Marks that mean something in the middle of a line, and nothing else but words around them. */
const EMPHASIS = /(?:^|[\s(])(?:\*\*\S(?:[^*\n]*\S)?\*\*|~~\S(?:[^~\n]*\S)?~~|==\S(?:[^=\n]*\S)?==)(?=$|[\s.,;:!?)])/m;

/** Longer texts are data more likely than writing. */
const MAX_LENGTH = 1_000_000;

/** Whether plain text was meant as Markdown. A wrong yes is taken back with one press; a wrong no costs the structure. */
export function looksLikeMarkdown(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  if (SURE.some((sign) => sign.test(text)) || LIST.test(text) || EMPHASIS.test(text)) return true;
  return HINTS.filter((sign) => sign.test(text)).length >= 2;
}

const BARE_TAGS = /^(?:html|head|body|meta|title|style|pre|span|div|br|font)$/i;

/** HTML that is plain text all the same: what a browser copies of a page that is a text file. */
export function isBareHtml(html: string): boolean {
  return Array.from(html.matchAll(/<([a-z][^\s/>]*)/gi)).every(([, name = ""]) => BARE_TAGS.test(name));
}
