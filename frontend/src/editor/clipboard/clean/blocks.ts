import { hasBlocks, isBlank, isBlock, isElement, renamed, textNodes, unwrap, wrapInside } from "./tree";

const LANGUAGE = /(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*)([a-z0-9][a-z0-9+#.-]{0,31})/i;
const LINES = "address,blockquote,dd,div,dt,h1,h2,h3,h4,li,p,section,td,th";

/** Headings, terms, code and lines as the document has them. */
export function mendBlocks(root: Element): void {
  for (const heading of root.querySelectorAll("h5,h6")) renamed(heading, "h4");
  for (const title of root.querySelectorAll("p.MsoTitle")) renamed(title, "h1");
  for (const code of root.querySelectorAll("pre")) mendCode(code);
  for (const term of root.querySelectorAll("dt")) wrapInside(renamed(term, "p"), "strong");
  for (const meaning of root.querySelectorAll("dd")) {
    if (hasBlocks(meaning)) unwrap(meaning);
    else renamed(meaning, "p");
  }
  for (const details of root.querySelectorAll("details")) mendDetails(details);
  for (const element of root.querySelectorAll(LINES)) splitAtEmptyLines(element);
  mendSpaces(root);
  for (const wrapper of root.querySelectorAll("span,b,strong,i,em,u")) if (hasBlocks(wrapper)) unwrap(wrapper);
  for (const line of root.querySelectorAll("br")) if (isBetweenBlocks(line) || endsBlock(line)) line.remove();
  for (const paragraph of root.querySelectorAll("p,h1,h2,h3,h4")) {
    const isOnlyOne = paragraph.parentElement?.matches("li,td,th,blockquote") === true;
    if (isBlank(paragraph) && !(isOnlyOne && paragraph.parentElement.children.length === 1)) paragraph.remove();
  }
}

/** One element with the language in its class, and in it nothing but text. */
function mendCode(pre: Element): void {
  const named = [pre.querySelector("code"), pre, pre.parentElement, pre.closest("[class*=highlight-source-]")];
  const classes = named.map((one) => one?.getAttribute("class") ?? "").join(" ");
  const language = LANGUAGE.exec(classes)?.[1]?.toLowerCase();
  for (const line of pre.querySelectorAll("br")) line.replaceWith("\n");
  const code = pre.ownerDocument.createElement("code");
  if (language !== undefined) code.setAttribute("class", `language-${language}`);
  code.textContent = pre.textContent.replace(/\n$/, "");
  pre.replaceChildren(code);
}

function mendDetails(details: Element): void {
  const summary = details.querySelector(":scope > summary");
  if (summary === null || details.querySelector(":scope > [data-type=detailsContent]") !== null) return;
  const content = details.ownerDocument.createElement("div");
  content.setAttribute("data-type", "detailsContent");
  content.append(...[...details.childNodes].filter((child) => child !== summary));
  details.append(content);
}

/** Two line breaks in a row are two paragraphs. */
function splitAtEmptyLines(element: Element): void {
  const breaks = [...element.querySelectorAll("br")].filter((one) => one.parentElement === element);
  if (breaks.length < 2) return;
  const parts: Node[][] = [[]];
  let before: Node | null = null;
  for (const child of [...element.childNodes]) {
    if (child.nodeType === 3 && child.textContent?.trim() === "" && isBreak(before)) continue;
    if (isBreak(child) && isBreak(before)) {
      parts.at(-1)?.pop();
      if ((parts.at(-1)?.length ?? 0) > 0) parts.push([]);
      continue;
    }
    parts.at(-1)?.push(child);
    before = child;
  }
  const filled = parts.filter((part) => part.length > 0);
  if (filled.length < 2 || filled.flat().some(isBlock)) return;
  replaceByLines(element, filled);
}

function replaceByLines(element: Element, parts: readonly Node[][]): void {
  const isText = element.matches("p,h1,h2,h3,h4");
  const lines = parts.map((part) => {
    const line = isText ? (element.cloneNode(false) as Element) : element.ownerDocument.createElement("p");
    line.append(...part);
    return line;
  });
  if (isText) element.replaceWith(...lines);
  else element.replaceChildren(...lines);
}

function isBreak(node: Node | null): boolean {
  return isElement(node) && node.localName === "br";
}

function isBetweenBlocks(line: Element): boolean {
  const [before, after] = [beside(line, "previousSibling"), beside(line, "nextSibling")];
  return (before !== null || after !== null) && [before, after].every((one) => one === null || isBlock(one));
}

function endsBlock(line: Element): boolean {
  return line.parentElement?.matches(LINES) === true && beside(line, "nextSibling") === null;
}

/** What stands next to it and isn't blank. */
function beside(node: Node, side: "nextSibling" | "previousSibling"): Node | null {
  let next = node[side];
  while (next !== null && !isElement(next) && next.textContent?.trim() === "") next = next[side];
  return next;
}

/** Text that stands among blocks without one of its own gets a paragraph. */
export function wrapLooseText(root: Element): void {
  if (![...root.childNodes].some(isBlock)) return;
  let paragraph: Element | null = null;
  for (const child of [...root.childNodes]) {
    if (isBlock(child) || (isElement(child) && hasBlocks(child)) || isFrame(child)) paragraph = null;
    else if (paragraph !== null) paragraph.append(child);
    else if (isElement(child) || child.textContent?.trim() !== "") {
      paragraph = root.ownerDocument.createElement("p");
      child.replaceWith(paragraph);
      paragraph.append(child);
    }
  }
}

function isFrame(node: Node): boolean {
  return isElement(node) && node.localName === "iframe";
}

/** A space that doesn't break stays one only between two words; elsewhere other programs use it to fill. */
function mendSpaces(root: Element): void {
  for (const text of textNodes(root)) {
    if (text.parentElement?.closest("pre") !== null || !/[\u00a0\u200b\ufeff]/.test(text.data)) continue;
    text.data = text.data
      .replace(/[\u200b\ufeff]/g, "")
      .replace(/[ \u00a0\t\n]*\u00a0[ \u00a0\t\n]+|[ \t\n]+\u00a0/g, " ")
      .replace(/^\u00a0|\u00a0$/g, " ");
  }
}
