import type { Fragment, Node } from "@tiptap/pm/model";

/** The attribute that says what a block without text is. */
const SAYING: Readonly<Record<string, string>> = { attachment: "name", embed: "url", blockMath: "latex", image: "alt" };
const LISTS = new Set(["bulletList", "orderedList", "taskList"]);

/** The text as somebody would type it in a letter: lists with their signs, cells apart, nothing of Markdown else. */
export function plainText(content: Fragment): string {
  return blocks(content).join("\n\n");
}

function blocks(content: Fragment): string[] {
  const written: string[] = [];
  content.forEach((node) => {
    if (node.isInline) written.push(`${written.pop() ?? ""}${inlineText(node)}`);
    else written.push(block(node));
  });
  return written.filter((text) => text !== "");
}

function block(node: Node): string {
  const { name } = node.type;
  const { attrs } = node;
  if (node.isTextblock) return [leafText(node), lineOf(node.content)].filter((text) => text !== "").join("\n");
  if (LISTS.has(name)) return list(node);
  if (name === "table") return rows(node.content);
  if (name === "tableRow") return cells(node);
  if (name === "listItem" || name === "taskItem") return item(node, name === "taskItem" ? box(attrs["checked"]) : "- ");
  return node.isLeaf ? leafText(node) : blocks(node.content).join(name === "footnote" ? "\n" : "\n\n");
}

function leafText({ type: { name }, attrs }: Node): string {
  if (name === "horizontalRule") return "* * *";
  const said: unknown = attrs[SAYING[name] ?? ""];
  return typeof said === "string" ? said : "";
}

function lineOf(content: Fragment): string {
  let line = "";
  content.forEach((node) => (line += inlineText(node)));
  return line;
}

function inlineText({ type: { name }, attrs, text }: Node): string {
  if (text !== undefined) return text;
  if (name === "hardBreak") return "\n";
  if (name === "mention") return `@${String(attrs["label"])}`;
  if (name === "documentLink") return String(attrs["title"]);
  return name === "inlineMath" ? String(attrs["latex"]) : "";
}

function list({ type: { name }, attrs, content }: Node): string {
  const items: string[] = [];
  content.forEach((one, _offset, index) => {
    const number = `${Number(attrs["start"] ?? 1) + index}. `;
    items.push(item(one, name === "orderedList" ? number : name === "taskList" ? box(one.attrs["checked"]) : "- "));
  });
  return items.join("\n");
}

function item(node: Node, sign: string): string {
  const lines = blocks(node.content).join("\n").split("\n");
  return lines.map((line, index) => (index === 0 ? sign : " ".repeat(sign.length)) + line).join("\n");
}

function box(checked: unknown): string {
  return checked === true ? "[x] " : "[ ] ";
}

function rows(content: Fragment): string {
  const lines: string[] = [];
  content.forEach((row) => lines.push(cells(row)));
  return lines.join("\n");
}

function cells(row: Node): string {
  const texts: string[] = [];
  row.forEach((cell) => texts.push(blocks(cell.content).join(" ").replace(/\s+/g, " ")));
  return texts.join("\t");
}
