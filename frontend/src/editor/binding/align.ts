import type { Node } from "@tiptap/pm/model";

/** Positions in the old and in the new list of what stays, both rising. */
export type Pair = readonly [before: number, now: number];

const MOST_COMPARED = 2_500;
const SAME = 100;

/**
 * Which of the nodes before are which of the nodes now. The very same objects stay what they are, wherever that is
 * possible without crossing; beside them, what is most alike.
 */
export function align(before: readonly Node[], now: readonly Node[]): Pair[] {
  let start = 0;
  while (start < before.length && start < now.length && before[start] === now[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, now.length) - start;
  while (end < most && before[before.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const pairs: Pair[] = [];
  for (let index = 0; index < start; index += 1) pairs.push([index, index]);
  pairs.push(...alignMiddle(before, now, [start, before.length - end], [start, now.length - end]));
  for (let index = end; index > 0; index -= 1) pairs.push([before.length - index, now.length - index]);
  return pairs;
}

type Range = readonly [from: number, to: number];

function alignMiddle(before: readonly Node[], now: readonly Node[], old: Range, fresh: Range): Pair[] {
  if ((old[1] - old[0]) * (fresh[1] - fresh[0]) <= MOST_COMPARED) return mostAlike(before, now, old, fresh);
  const anchors = rising(matching(before, now, old, fresh));
  const pairs: Pair[] = [];
  let [left, right] = [old[0], fresh[0]];
  for (const [at, to] of [...anchors, [old[1], fresh[1]] as const]) {
    if ((at - left) * (to - right) <= MOST_COMPARED) pairs.push(...mostAlike(before, now, [left, at], [right, to]));
    if (at < old[1]) pairs.push([at, to]);
    [left, right] = [at + 1, to + 1];
  }
  return pairs;
}

/** The same objects, and blocks with the same id, in the order of the old list. */
function matching(before: readonly Node[], now: readonly Node[], old: Range, fresh: Range): Pair[] {
  const places = new Map<unknown, number>();
  for (let index = fresh[1] - 1; index >= fresh[0]; index -= 1) {
    const node = now[index];
    if (node === undefined) continue;
    places.set(node, index);
    if (idOf(node) !== null) places.set(idOf(node), index);
  }
  const pairs: Pair[] = [];
  for (let index = old[0]; index < old[1]; index += 1) {
    const node = before[index];
    const place = node === undefined ? undefined : (places.get(node) ?? places.get(idOf(node) ?? node));
    if (node !== undefined && place !== undefined && now[place]?.type === node.type) pairs.push([index, place]);
  }
  return pairs;
}

/** The longest run of pairs that don't cross (patience sorting). */
function rising(pairs: readonly Pair[]): Pair[] {
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, place], index) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (placeOf(pairs, tails[middle]) < place) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = index;
  });
  const found: Pair[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) found.push(pair);
  }
  return found.reverse();
}

function placeOf(pairs: readonly Pair[], index: number | undefined): number {
  return index === undefined ? -1 : (pairs[index]?.[1] ?? -1);
}

/** The alignment with the highest sum of likenesses. */
function mostAlike(before: readonly Node[], now: readonly Node[], old: Range, fresh: Range): Pair[] {
  const [rows, columns] = [old[1] - old[0], fresh[1] - fresh[0]];
  if (rows === 0 || columns === 0) return [];
  const width = columns + 1;
  const likeness = new Float64Array(rows * columns);
  const best = new Float64Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const alike = likenessOf(before[old[0] + row], now[fresh[0] + column]);
      likeness[row * columns + column] = alike;
      const paired = alike > 0 ? alike + (best[(row + 1) * width + column + 1] ?? 0) : 0;
      const apart = Math.max(best[(row + 1) * width + column] ?? 0, best[row * width + column + 1] ?? 0);
      best[row * width + column] = Math.max(paired, apart);
    }
  }
  const pairs: Pair[] = [];
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    const alike = likeness[row * columns + column] ?? 0;
    const sum = best[row * width + column] ?? 0;
    if (alike > 0 && sum === alike + (best[(row + 1) * width + column + 1] ?? 0)) {
      pairs.push([old[0] + row, fresh[0] + column]);
      row += 1;
      column += 1;
    } else if (sum === (best[(row + 1) * width + column] ?? 0)) row += 1;
    else column += 1;
  }
  return pairs;
}

/** 0: one can't become the other. What they hold counts more than their ids: Enter at a line's start leaves it itself. */
function likenessOf(before: Node | undefined, now: Node | undefined): number {
  if (before === undefined || now === undefined) return 0;
  if (before === now) return SAME;
  if (before.type !== now.type || before.type.name === "unknownBlock") return 0;
  const sameId = idOf(before) !== null && idOf(before) === idOf(now) ? 2 : 0;
  return 1 + sameId + 10 * (before.inlineContent ? sharedText(before, now) : sharedChildren(before, now));
}

function sharedText(before: Node, now: Node): number {
  const [old, fresh] = [before.textContent, now.textContent];
  const length = Math.max(old.length, fresh.length);
  return length === 0 ? 1 : sharedEnds(old.length, fresh.length, (a, b) => old[a] === fresh[b]) / length;
}

function sharedChildren(before: Node, now: Node): number {
  const length = Math.max(before.childCount, now.childCount);
  if (length === 0) return 1;
  return sharedEnds(before.childCount, now.childCount, (a, b) => before.child(a) === now.child(b)) / length;
}

function sharedEnds(old: number, fresh: number, same: (before: number, now: number) => boolean): number {
  const most = Math.min(old, fresh);
  let start = 0;
  while (start < most && same(start, start)) start += 1;
  let end = 0;
  while (end < most - start && same(old - 1 - end, fresh - 1 - end)) end += 1;
  return start + end;
}

function idOf(node: Node): string | null {
  return typeof node.attrs["id"] === "string" ? node.attrs["id"] : null;
}
