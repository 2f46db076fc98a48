/** What can be found: by its name, other words for it, what one types for it. */
export interface Named {
  readonly name: string;
  readonly words?: string;
  readonly markdown?: string;
}

/** Shorter words are too like one another for a letter to be forgiven. */
const FORGIVEN_FROM_LETTERS = 4;

/**
 * The actions that a query names, the best first: by their names, then by other words for them. Only when nothing is
 * called that is one wrong, missing, extra or swapped letter forgiven.
 */
export function findActions<Item extends Named>(query: string, actions: readonly Item[]): readonly Item[] {
  const wanted = plain(query);
  if (wanted === "") return actions;
  const found = ranked(actions, (action) => rank(action, wanted));
  if (found.length > 0 || wanted.length < FORGIVEN_FROM_LETTERS || wanted.includes(" ")) return found;
  return ranked(actions, (action) => (words(action).some((word) => isNearly(wanted, word)) ? 0 : null));
}

function ranked<Item extends Named>(
  actions: readonly Item[],
  rankOf: (action: Item) => number | null,
): readonly Item[] {
  return actions
    .flatMap((action) => {
      const place = rankOf(action);
      return place === null ? [] : [{ action, place }];
    })
    .sort((a, b) => a.place - b.place)
    .map(({ action }) => action);
}

function rank(action: Named, wanted: string): number | null {
  const name = plain(action.name);
  if (action.markdown === wanted || name.startsWith(wanted)) return 0;
  if (` ${name}`.includes(` ${wanted}`)) return 1;
  const all = words(action);
  return wanted.split(" ").every((part) => all.some((word) => word.startsWith(part))) ? 2 : null;
}

function words({ name, words: others = "" }: Named): string[] {
  return plain(`${name} ${others}`).split(/\s+/);
}

/** Whether `typed` begins `word` but for one letter. */
function isNearly(typed: string, word: string): boolean {
  return [typed.length - 1, typed.length, typed.length + 1].some((length) => isOneApart(typed, word.slice(0, length)));
}

function isOneApart(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const isSwapped = restA.length > 1 && restA === `${restB.charAt(1)}${restB.charAt(0)}${restB.slice(2)}`;
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1) || isSwapped;
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase();
}
