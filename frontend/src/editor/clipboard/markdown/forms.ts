import { NODES } from "../../schema/description";
import { isRun, isValid, text, type Child, type Tree } from "./tree";

/** Which blocks Markdown has a form for. All others are written as JSON. */

export const LISTS: ReadonlySet<string> = new Set(["bulletList", "orderedList", "taskList"]);
export const CONTAINERS: ReadonlySet<string> = new Set([
  ...LISTS,
  ...["blockquote", "callout", "details", "table", "footnote"],
]);

// eslint-disable-next-line no-control-regex -- these are what is looked for
const UNPRINTABLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;
const CONTENT_TYPE = /^[A-Za-z0-9._+/-]+$/;

export function hasForm(node: Tree): boolean {
  if (NODES[node.type]?.group !== "block" || node.marks.length > 0 || !isValid(node)) return false;
  return FORMS[node.type]?.(node) ?? false;
}

/** With an alignment it isn't. */
export function isEmptyParagraph(child: Child | undefined): boolean {
  if (child === undefined || isRun(child) || child.type !== "paragraph") return false;
  return child.children.length === 0 && alignmentOf(child) === "";
}

export function alignmentOf(node: Tree): string {
  return text(node.attributes["textAlign"]);
}

function isLeaf({ children }: Tree): boolean {
  return children.length === 0;
}

function isFilled({ children }: Tree): boolean {
  return children.length > 0;
}

function isEmbed(node: Tree): boolean {
  return isLeaf(node) && /^[^<>]+$/.test(text(node.attributes["url"]));
}

function isAttachment(node: Tree): boolean {
  const { contentType } = node.attributes;
  return isLeaf(node) && (contentType === undefined || CONTENT_TYPE.test(text(contentType)));
}

function isFormula(node: Tree): boolean {
  const latex = text(node.attributes["latex"]);
  return isLeaf(node) && !UNPRINTABLE.test(latex) && !/^[ \t]*\$\$[ \t]*$/m.test(latex);
}

function isCode({ children }: Tree): boolean {
  return children.every((child) => isRun(child) && child.marks.length === 0 && !UNPRINTABLE.test(child.text));
}

function isList(node: Tree): boolean {
  const item = node.type === "taskList" ? "taskItem" : "listItem";
  return isFilled(node) && node.children.every((child) => isOf(child, item) && isItem(child));
}

function isItem(item: Tree): boolean {
  const head = item.children[0];
  if (head === undefined || isRun(head) || head.type !== "paragraph" || !hasForm(head)) return false;
  return item.type !== "taskItem" || alignmentOf(head) === "";
}

function isDetails({ children }: Tree): boolean {
  const [summary, content] = children;
  const isWhole = children.length === 2 && isOf(summary, "detailsSummary") && isOf(content, "detailsContent");
  return isWhole && isFilled(content);
}

function isTable(node: Tree): boolean {
  return isFilled(node) && node.children.every((row) => isOf(row, "tableRow") && row.children.every(isCell));
}

function isCell(cell: Child): boolean {
  return (isOf(cell, "tableCell") || isOf(cell, "tableHeader")) && isFilled(cell);
}

function isFootnote(node: Tree): boolean {
  const isText = node.children.every((child) => !isRun(child) && child.type === "paragraph" && hasForm(child));
  return "id" in node.attributes && isFilled(node) && isText;
}

function isOf(child: Child | undefined, type: string): child is Tree {
  return child !== undefined && !isRun(child) && child.type === type && isValid(child);
}

const FORMS: Readonly<Record<string, (node: Tree) => boolean>> = {
  ...{ paragraph: () => true, heading: () => true, image: () => true, horizontalRule: isLeaf },
  ...{ blockquote: isFilled, callout: isFilled, bulletList: isList, orderedList: isList, taskList: isList },
  ...{ details: isDetails, codeBlock: isCode, table: isTable, attachment: isAttachment, embed: isEmbed },
  ...{ blockMath: isFormula, footnote: isFootnote },
};
