import { cssOf, withCss } from "./css";
import { isElement, renamed } from "./tree";

interface WordItem {
  readonly paragraph: Element;
  readonly list: string;
  readonly level: number;
  /** What Word has drawn before the text: "·", "o", "1.", "iv)". */
  readonly marker: string;
}

interface OpenList {
  readonly element: Element;
  readonly level: number;
}

const ORDERED = /^[(]?(?:\d{1,6}|[a-z]{1,8})(?:[.)]|\.\d+)+$/i;

/** Word has no list elements: it writes a paragraph with `mso-list: l0 level2 lfo1` and the bullet as text. */
export function buildWordLists(root: Element): void {
  for (const run of runsOf(wordItems(root))) buildList(run);
}

function wordItems(root: Element): WordItem[] {
  return withCss(root, "mso-list").flatMap((paragraph) => {
    const found = /^(l\d+)\s+level(\d+)/i.exec(cssOf(paragraph).get("mso-list") ?? "");
    if (found === null || !paragraph.matches("p,h1,h2,h3,h4,h5,h6,div,li")) return [];
    return [{ paragraph, list: found[1] ?? "", level: Number(found[2]), marker: takeMarker(paragraph) }];
  });
}

function takeMarker(paragraph: Element): string {
  const markers = withCss(paragraph, "mso-list").filter((one) => /ignore/i.test(cssOf(one).get("mso-list") ?? ""));
  const text = markers.map((one) => one.textContent).join("");
  for (const marker of markers) marker.remove();
  return text.replace(/[\s\u00a0]+/g, "");
}

/** Paragraphs that follow one another. */
function runsOf(items: readonly WordItem[]): WordItem[][] {
  const runs: WordItem[][] = [];
  for (const item of items) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && nextElement(last.paragraph) === item.paragraph) runs.at(-1)?.push(item);
    else runs.push([item]);
  }
  return runs;
}

function nextElement(element: Element): Element | null {
  for (let next = element.nextSibling; next !== null; next = next.nextSibling) {
    if (isElement(next)) return next;
    if (next.nodeType === 3 && next.textContent?.trim() !== "") return null;
  }
  return null;
}

function buildList(run: readonly WordItem[]): void {
  const open: OpenList[] = [];
  let previous: WordItem | undefined;
  for (const item of run) {
    while ((open.at(-1)?.level ?? 0) > item.level) open.pop();
    const current = open.at(-1);
    const isAnother = previous?.list !== item.list && current?.level === item.level && open.length === 1;
    if (isAnother) open.pop();
    if (current === undefined || isAnother || current.level < item.level) startList(open, item);
    const listed = item.paragraph.ownerDocument.createElement("li");
    open.at(-1)?.element.append(listed);
    listed.append(renamed(item.paragraph, "p"));
    previous = item;
  }
}

/** A deeper list stands in the last item of the one around it; the first stands where its first paragraph is. */
function startList(open: OpenList[], { paragraph, level, marker }: WordItem): void {
  const isOrdered = ORDERED.test(marker);
  const element = paragraph.ownerDocument.createElement(isOrdered ? "ol" : "ul");
  const first = /^\d+/.exec(marker)?.[0];
  if (isOrdered && first !== undefined && first !== "1") element.setAttribute("start", first);
  const around = open.at(-1)?.element.lastElementChild;
  if (around === undefined || around === null) paragraph.before(element);
  else around.append(element);
  open.push({ element, level });
}
