export interface Emoji {
  readonly name: string;
  readonly character: string;
}

const OFFERED = 8;
/** Offered before a letter is typed. */
const POPULAR = ["+1", "smile", "heart", "tada", "eyes", "rocket", "white_check_mark", "thinking"];
const EMOJI_PRESENTATION = /^\p{Emoji_Presentation}/u;

let loaded: ReadonlyMap<string, string> | null = null;

/** The characters by their short names, once they are loaded. */
export function loadedEmoji(): ReadonlyMap<string, string> | null {
  return loaded;
}

export async function loadEmoji(): Promise<ReadonlyMap<string, string>> {
  if (loaded !== null) return loaded;
  const { default: names } = await import("emojibase-data/en/shortcodes/github.json");
  const characters = new Map<string, string>();
  for (const [code, given] of Object.entries(names as Record<string, string | string[]>)) {
    for (const name of [given].flat()) characters.set(name, characterOf(code));
  }
  loaded = characters;
  return characters;
}

/** Those whose name begins with the query, then those with a word in it that does. */
export async function findEmoji(query: string): Promise<Emoji[]> {
  const all = await loadEmoji();
  const wanted = query.toLowerCase();
  const names = wanted === "" ? POPULAR : ranked([...all.keys()], wanted);
  const found: Emoji[] = [];
  for (const name of names) {
    const character = all.get(name);
    if (character === undefined || found.some((one) => one.character === character)) continue;
    if (found.push({ name, character }) === OFFERED) break;
  }
  return found;
}

function ranked(names: readonly string[], wanted: string): string[] {
  const begins = names.filter((name) => name.startsWith(wanted)).sort((a, b) => a.length - b.length);
  const inside = names.filter((name) => !name.startsWith(wanted) && name.includes(`_${wanted}`));
  return [...begins, ...inside];
}

/** "2764" → "❤️": one that would be shown as text says that it is a picture. */
function characterOf(code: string): string {
  const points = code.split("-").map((point) => Number.parseInt(point, 16));
  const [first = 0, ...rest] = points;
  const plain = String.fromCodePoint(...points);
  if (EMOJI_PRESENTATION.test(plain) || rest[0] === 0xfe0f) return plain;
  return String.fromCodePoint(first, 0xfe0f, ...rest);
}
