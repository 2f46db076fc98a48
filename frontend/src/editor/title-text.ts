/** Replace `removed` UTF-16 units at `index` by `inserted`. */
export interface Change {
  readonly index: number;
  readonly removed: number;
  readonly inserted: string;
}

/** A title is one line: what is pasted or dropped into it loses its line breaks. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ");
}

/**
 * The smallest change from `before` to `after`, null if there is none. `caret`, the place behind what was typed, decides
 * which of several equal letters is the new one. It never parts a surrogate pair.
 */
export function difference(before: string, after: string, caret = after.length): Change | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  // The common end first, as far as what stands behind the caret; then the common beginning.
  const mostEnd = Math.min(most, Math.max(0, after.length - caret));
  let end = 0;
  while (end < mostEnd && unitAt(before, -1 - end) === unitAt(after, -1 - end)) end += 1;
  let start = 0;
  while (start < most - end && before[start] === after[start]) start += 1;
  while (end < most - start && unitAt(before, -1 - end) === unitAt(after, -1 - end)) end += 1;
  if (isHigh(before[start - 1]) || isHigh(after[start - 1])) start -= 1;
  if (end > 0 && (isLow(unitAt(before, -end)) || isLow(unitAt(after, -end)))) end -= 1;
  return { index: start, removed: before.length - start - end, inserted: after.slice(start, after.length - end) };
}

export function applied(text: string, { index, removed, inserted }: Change): string {
  return text.slice(0, index) + inserted + text.slice(index + removed);
}

/** Where a place in a text is after `change`; a place inside what was removed moves to its end. */
export function movedPlace(place: number, { index, removed, inserted }: Change): number {
  if (place <= index) return place;
  return place >= index + removed ? place + inserted.length - removed : index + inserted.length;
}

/** `mine`, made against a text that meanwhile had `theirs` applied, as a change of the text that is there now. */
export function rebased(mine: Change, theirs: Change): Change {
  const start = movedPlace(mine.index, theirs);
  const mineEnd = mine.index + mine.removed;
  const theirsEnd = theirs.index + theirs.removed;
  const shared = Math.max(0, Math.min(mineEnd, theirsEnd) - Math.max(mine.index, theirs.index));
  const around = mine.index < theirs.index && mineEnd > theirsEnd;
  // What they put in the middle of what I replace stays: only what stands before it goes.
  const removed = around ? theirs.index - mine.index : mine.removed - shared;
  return { index: start, removed, inserted: mine.inserted };
}

function unitAt(text: string, index: number): string | undefined {
  return text.at(index);
}

function isHigh(unit: string | undefined): boolean {
  return unit !== undefined && unit >= "\ud800" && unit <= "\udbff";
}

function isLow(unit: string | undefined): boolean {
  return unit !== undefined && unit >= "\udc00" && unit <= "\udfff";
}
