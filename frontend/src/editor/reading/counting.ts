import { t, tn } from "../../lib/i18n";

/** What a text has, for its writer to see. */
export interface Count {
  readonly words: number;
  /** Code points, without line ends. */
  readonly characters: number;
}

const WORDS_A_MINUTE = 230;

// Han, kana and the like are written without spaces: each character counts as a word (editor/content/plain_text.py).
const CJK = String.raw`\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}`;
const LETTER = String.raw`[[\p{L}\p{N}]--[${CJK}]]`;
const WORD = new RegExp(String.raw`[${CJK}]|${LETTER}(?:${LETTER}|[\u0300-\u036f]|['\u2019.\-_](?=${LETTER}))*`, "gv");

export function count(text: string): Count {
  const words = text.match(WORD)?.length ?? 0;
  const pairs = text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0;
  const lines = text.match(/\n/g)?.length ?? 0;
  return { words, characters: text.length - pairs - lines };
}

/** "Under a minute", "1 minute", "12 minutes": to read it in silence. */
export function readingTime(words: number): string {
  const minutes = Math.round(words / WORDS_A_MINUTE);
  if (minutes === 0) return t("under a minute");
  return tn("{count} minute", "{count} minutes", minutes);
}
