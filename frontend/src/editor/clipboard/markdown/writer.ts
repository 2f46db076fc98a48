import { alignmentOf, CONTAINERS, hasForm, isEmptyParagraph, LISTS } from "./forms";
import { writeInline } from "./inline-writer";
import { writeTable } from "./table-writer";
import { escaped, fenceFor } from "./text";
import { isRun, jsonOf, text, treeOf, treesIn, type Child, type Json, type Tree } from "./tree";

/** Blocks with blocks in them that stand deeper are written as JSON. */
const MAX_DEPTH = 40;
const CALLOUTS: Readonly<Record<string, string>> = {
  ...{ info: "NOTE", warning: "WARNING", success: "SUCCESS", danger: "DANGER" },
};

/**
 * A `doc` node as Markdown that says everything: blocks with a blank line between, without one at the end. The dialect is
 * written down in docs/markdown.md; the server writes the same (editor/content/markdown.py, tests/data/markdown.json).
 */
export function writeMarkdown(doc: Json): string {
  const tree = treeOf(doc);
  if (isRun(tree)) return escaped(tree.text);
  const { children } = tree;
  return children.length === 1 && isEmptyParagraph(children[0]) ? "" : blocks(children, 1);
}

function blocks(children: readonly Child[], depth: number): string {
  const written = children.flatMap((child, place) => {
    const before = children[place - 1];
    const isApart = before === undefined || !runTogether(before, child);
    return isApart ? [block(child, depth)] : ["<!-- -->", block(child, depth)];
  });
  return written.join("\n\n");
}

/** Two lists with the same kind of marker would be read as one. */
function runTogether(before: Child, after: Child): boolean {
  if (isRun(before) || isRun(after) || !LISTS.has(before.type) || !LISTS.has(after.type)) return false;
  return (before.type === "orderedList") === (after.type === "orderedList");
}

function block(child: Child, depth: number): string {
  if (isRun(child) || !hasForm(child) || (CONTAINERS.has(child.type) && depth > MAX_DEPTH)) return island(child);
  const written = WRITERS[child.type]?.(child, depth) ?? "";
  const alignment = alignmentOf(child);
  return alignment === "" ? written : `<div align="${alignment}">\n\n${written}\n\n</div>`;
}

/** What Markdown has no form for, unchanged. */
function island(child: Child): string {
  // eslint-disable-next-line scriptorium/english -- What the reader knows it by.
  return fenced("json node", JSON.stringify(jsonOf(child)));
}

function fenced(info: string, code: string): string {
  const fence = fenceFor(code);
  return code === "" ? `${fence}${info}\n${fence}` : `${fence}${info}\n${code}\n${fence}`;
}

function paragraph({ children }: Tree): string {
  const line = writeInline(children);
  return line === "" ? "<p></p>" : line;
}

function heading({ attributes, children }: Tree): string {
  const line = writeInline(children, true).replace(/#$/, "\\#");
  return `${"#".repeat(Number(attributes["level"] ?? 1))} ${line}`.replace(/ +$/, "");
}

function quoted(lines: string): string {
  return lines
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
}

function callout({ attributes, children }: Tree, depth: number): string {
  const kind = CALLOUTS[text(attributes["kind"] ?? "info")] ?? "NOTE";
  return quoted(`[!${kind}]\n${blocks(children, depth + 1)}`);
}

function list(node: Tree, depth: number): string {
  const between = isTight(node, depth) ? "\n" : "\n\n";
  const start = Number(node.attributes["start"] ?? 1);
  const items = treesIn(node).map((item, place) => {
    const box = item.type !== "taskItem" ? "" : item.attributes["checked"] === true ? "[x] " : "[ ] ";
    const marker = node.type === "orderedList" ? `${start + place}. ` : "- ";
    return hanging(marker, marker.length, itemText(item, box, depth + 1, between));
  });
  return items.join(between);
}

function itemText({ children }: Tree, box: string, depth: number, between: string): string {
  const [head, ...rest] = children;
  const isBare = isEmptyParagraph(head) && (box !== "" || rest.length === 0);
  const first = isBare ? box.trimEnd() : `${box}${head === undefined ? "" : block(head, depth + 1)}`;
  return rest.length === 0 ? first : `${first}${between}${blocks(rest, depth + 1)}`;
}

function hanging(marker: string, indent: number, lines: string): string {
  const [first = "", ...others] = lines.split("\n");
  const start = first === "" ? marker.trimEnd() : `${marker}${first}`;
  return [start, ...others.map((line) => (line === "" ? "" : `${" ".repeat(indent)}${line}`))].join("\n");
}

/** Whether the items can do without blank lines between: each is one line, perhaps with such a list below it. */
function isTight(node: Tree, depth: number): boolean {
  return hasForm(node) && depth <= MAX_DEPTH && treesIn(node).every((item) => isTightItem(item, depth + 1));
}

function isTightItem({ children }: Tree, depth: number): boolean {
  const [head, inner, ...rest] = children;
  if (rest.length > 0 || head === undefined || isRun(head)) return false;
  if (head.children.length === 0 || alignmentOf(head) !== "") return false;
  if (inner === undefined) return true;
  if (isRun(inner) || !LISTS.has(inner.type) || (inner.attributes["start"] ?? 1) !== 1) return false;
  return isTight(inner, depth + 1);
}

function details(node: Tree, depth: number): string {
  const [summary, content] = treesIn(node);
  const title = writeInline(summary?.children ?? [], true);
  return `<details><summary>${title}</summary>\n\n${blocks(content?.children ?? [], depth + 2)}\n\n</details>`;
}

function code({ attributes, children }: Tree): string {
  const lines = children.map((child) => (isRun(child) ? child.text : "")).join("");
  return fenced(text(attributes["language"]), lines);
}

function image({ attributes, children }: Tree): string {
  const described = attributes["alt"] === "" ? ['alt=""'] : [];
  described.push(...describe(attributes, ["width", "align", "pixelWidth", "pixelHeight"]));
  const caption = writeInline(children);
  const picture = `![${escaped(text(attributes["alt"]))}](file:${text(attributes["file"])})${braces(described)}`;
  return caption === "" ? picture : `${picture}\n${caption}`;
}

function attachment({ attributes }: Tree): string {
  const described = describe(attributes, ["size", "contentType"]);
  return `[${escaped(text(attributes["name"]))}](file:${text(attributes["file"])})${braces(described)}`;
}

function describe(attributes: Tree["attributes"], names: readonly string[]): string[] {
  return names.flatMap((name) => (name in attributes ? [`${name}=${String(attributes[name])}`] : []));
}

function braces(described: readonly string[]): string {
  return described.length === 0 ? "" : `{${described.join(" ")}}`;
}

function formula({ attributes }: Tree): string {
  const latex = text(attributes["latex"]);
  return latex === "" ? "$$\n$$" : `$$\n${latex}\n$$`;
}

function footnote({ attributes, children }: Tree, depth: number): string {
  return hanging(`[^${text(attributes["id"])}]: `, 4, blocks(children, depth + 1));
}

const WRITERS: Readonly<Record<string, (node: Tree, depth: number) => string>> = {
  ...{ paragraph, heading, callout, details, image, attachment, footnote },
  ...{ bulletList: list, orderedList: list, taskList: list, codeBlock: code, blockMath: formula },
  blockquote: ({ children }, depth) => quoted(blocks(children, depth + 1)),
  table: (node, depth) => writeTable(node, (children) => blocks(children, depth + 3)),
  embed: ({ attributes }) => `<${text(attributes["url"])}>`,
  horizontalRule: () => "---",
};
