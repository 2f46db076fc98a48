import { codeSpan, dataAttribute, destination, escaped, finished } from "./text";
import { isRun, isValid, jsonOf, jsonOfMark, sameMarks, text, type Child, type MarkTree, type Tree } from "./tree";

const MARKERS: Readonly<Record<string, string>> = { bold: "**", italic: "_", strike: "~~", highlight: "==" };
const TAGS: Readonly<Record<string, string>> = {
  ...{ bold: "strong", italic: "em", underline: "u", strike: "s", code: "code", subscript: "sub" },
  ...{ superscript: "sup", highlight: "mark", textColor: "span" },
};
// eslint-disable-next-line no-control-regex -- these are what it may not have
const INLINE_MATH = /^(?! )(?:[^$\\\x00-\x1f]|\\[^\x00-\x1f])+(?<! )$/;
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/** A child and those of its marks that aren't written yet. */
interface Item {
  readonly child: Child;
  readonly marks: readonly MarkTree[];
  readonly lineBreak: string;
}

/** A mark that has two forms: which one is written depends on what stands beside its ends. */
interface Span {
  readonly mark: string;
  readonly start: number;
  readonly end: number;
}

/** `isOneLine`: where a hard break can't end a line, in headings and cells, it is a tag. */
export function writeInline(children: readonly Child[], isOneLine = false): string {
  const line = new Line();
  line.write(
    children.map((child, place) => item(child, children[place - 1], children[place + 1], isOneLine)),
    false,
  );
  return finished(line.finished());
}

function item(child: Child, before: Child | undefined, after: Child | undefined, isOneLine: boolean): Item {
  const standsAlone = before === undefined || after === undefined || isBreak(before) || isBreak(after);
  return { child, marks: child.marks, lineBreak: isOneLine || standsAlone ? "<br>" : "\\\n" };
}

function isBreak(child: Child): boolean {
  return !isRun(child) && child.type === "hardBreak";
}

class Line {
  readonly #pieces: string[] = [];
  readonly #spans: Span[] = [];
  /** By their place among the pieces: before a digit they have another form. */
  readonly #formulas = new Map<number, Tree>();

  write(items: readonly Item[], isInLink: boolean): void {
    for (let start = 0; start < items.length;) {
      const { mark, end } = longestMark(items, start);
      const group = items.slice(start, end);
      if (mark === null) for (const one of group) this.#writeChild(one, isInLink);
      else if (mark.type === "code" && isValid(mark)) this.#writeCode(group, isInLink);
      else {
        const inner = group.map((one) => ({ ...one, marks: one.marks.filter(({ key }) => key !== mark.key) }));
        this.#writeMarked(mark, inner, isInLink);
      }
      start = end;
    }
  }

  finished(): string {
    const pieces = this.#pieces;
    for (const span of this.#spans) this.#choose(span);
    for (let place = 0; place + 1 < pieces.length; place += 1) {
      const [piece = "", following = ""] = [pieces[place], pieces[place + 1]];
      const formula = this.#formulas.get(place);
      if (formula !== undefined && /^[0-9]/.test(following)) pieces[place] = inlineIsland(formula);
      else if (piece.endsWith("!") && following.startsWith("[")) pieces[place] = `${piece.slice(0, -1)}\\!`;
    }
    return pieces.join("");
  }

  #writeChild({ child, lineBreak }: Item, isInLink: boolean): void {
    if (isRun(child)) {
      this.#pieces.push(escaped(child.text));
      return;
    }
    if (isFormula(child)) this.#formulas.set(this.#pieces.length, child);
    this.#pieces.push(atom(child, lineBreak, isInLink));
  }

  #writeCode(group: readonly Item[], isInLink: boolean): void {
    const span = codeSpan(group.map(({ child }) => (isRun(child) ? child.text : "\n")).join(""));
    if (span !== null) {
      this.#pieces.push(span);
      return;
    }
    this.#pieces.push("<code>");
    this.write(
      group.map((one) => ({ ...one, marks: [] })),
      isInLink,
    );
    this.#pieces.push("</code>");
  }

  #writeMarked(mark: MarkTree, inner: readonly Item[], isInLink: boolean): void {
    if (!isValid(mark)) {
      this.#pieces.push(`<span ${dataAttribute("mark", jsonOfMark(mark))}>`);
      this.write(inner, isInLink);
      this.#pieces.push("</span>");
    } else if (mark.type === "link") {
      this.#pieces.push("[");
      this.write(inner, true);
      this.#pieces.push(`](${destination(text(mark.attributes["href"]))})`);
    } else {
      const start = this.#pieces.push(openingTag(mark)) - 1;
      this.write(inner, isInLink);
      const end = this.#pieces.push(`</${TAGS[mark.type] ?? ""}>`) - 1;
      const isPlain = Object.keys(mark.attributes).length === 0;
      if (mark.type in MARKERS && isPlain) this.#spans.push({ mark: mark.type, start, end });
    }
  }

  /** Takes the short form where CommonMark is sure to read it; until then tags stand there. */
  #choose({ mark, start, end }: Span): void {
    const pieces = this.#pieces;
    const [before, after] = [lastOf(pieces[start - 1]), firstOf(pieces[end + 1])];
    const [first, last] = [firstOf(pieces[start + 1]), lastOf(pieces[end - 1])];
    if (opens(mark, before, first) && opens(mark, after, last)) pieces[start] = pieces[end] = MARKERS[mark] ?? "";
  }
}

/** The mark of the first item that goes on for the most items, and where it ends. Code is the innermost one. */
function longestMark(items: readonly Item[], start: number): { mark: MarkTree | null; end: number } {
  const first = items[start]?.marks ?? [];
  let best: MarkTree | null = null;
  let bestEnd = start + 1;
  for (const mark of first) {
    if (mark.type === "code" && first.length > 1) continue;
    const goesOn = ({ marks }: Item): boolean =>
      marks.some(({ key }) => key === mark.key) && (mark.type !== "code" || sameMarks(marks, first));
    const stop = items.findIndex((one, place) => place > start && !goesOn(one));
    const end = stop < 0 ? items.length : stop;
    if (best === null || end > bestEnd) [best, bestEnd] = [mark, end];
  }
  return { mark: best, end: bestEnd };
}

function atom(node: Tree, lineBreak: string, isInLink: boolean): string {
  const found = node.attributes;
  if (!isValid(node) || node.children.length > 0) return inlineIsland(node);
  if (node.type === "hardBreak") return lineBreak;
  if (isFormula(node)) return `$${text(found["latex"])}$`;
  if (node.type === "footnoteReference" && "footnote" in found && !isInLink) return `[^${text(found["footnote"])}]`;
  if (node.type === "mention" && !isInLink) {
    return `[@${escaped(text(found["label"]))}](mention:${text(found["user"])})`;
  }
  if (node.type === "documentLink" && !isInLink) {
    return `[${escaped(text(found["title"]))}](document:${text(found["document"])})`;
  }
  return inlineIsland(node);
}

function isFormula(node: Tree): boolean {
  return node.type === "inlineMath" && isValid(node) && INLINE_MATH.test(text(node.attributes["latex"]));
}

/** What Markdown has no form for, unchanged. */
function inlineIsland(node: Tree): string {
  return `<span ${dataAttribute("node", jsonOf({ ...node, marks: [] }))}></span>`;
}

function openingTag({ type, attributes }: MarkTree): string {
  const color = text(attributes["color"]);
  if (type === "textColor") return `<span data-color="${color === "" ? "gray" : color}">`;
  return color === "" ? `<${TAGS[type] ?? ""}>` : `<mark data-color="${color}">`;
}

/** Whether a marker between these characters opens (or, seen from the other end, closes). */
function opens(mark: string, outer: string, inner: string): boolean {
  const [outside, inside] = [kind(outer), kind(inner)];
  const isApart = outside === "space" || outside === "punctuation";
  if (mark === "italic") return isApart && (inside === "word" || inside === "punctuation");
  return inside === "word" || (inside === "punctuation" && isApart);
}

/** Characters that Markdown readers might judge differently are of no kind. */
function kind(character: string): "other" | "punctuation" | "space" | "word" {
  if (character === " " || character === "\n") return "space";
  if (PUNCTUATION.includes(character)) return "punctuation";
  return /^[\p{L}\p{M}\p{N}]/u.test(character) ? "word" : "other";
}

function firstOf(piece = " "): string {
  return String.fromCodePoint(piece.codePointAt(0) ?? 32);
}

function lastOf(piece = " "): string {
  return Array.from(piece.slice(-2)).at(-1) ?? " ";
}
