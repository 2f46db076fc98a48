import { alignmentOf, hasForm, isEmptyParagraph } from "./forms";
import { writeInline } from "./inline-writer";
import { isRun, treesIn, type Child, type Tree } from "./tree";

/** A table with pipes where that says everything, else with tags. */
export function writeTable(node: Tree, blocks: (children: readonly Child[]) => string): string {
  const rows = treesIn(node).map(treesIn);
  return isPlain(rows) ? pipes(rows) : tags(rows, blocks);
}

/** One row of header cells, and in each cell one line. */
function isPlain(rows: readonly (readonly Tree[])[]): boolean {
  const width = rows[0]?.length ?? 0;
  return (
    width > 0 &&
    rows.every((row, place) => {
      const kind = place === 0 ? "tableHeader" : "tableCell";
      return row.length === width && row.every((cell) => cell.type === kind && isPlainCell(cell));
    })
  );
}

function isPlainCell({ attributes, children }: Tree): boolean {
  const [head] = children;
  if (children.length !== 1 || Object.keys(attributes).length > 0 || head === undefined || isRun(head)) return false;
  return head.type === "paragraph" && hasForm(head) && alignmentOf(head) === "";
}

function pipes(rows: readonly (readonly Tree[])[]): string {
  const [first = "", ...others] = rows.map((row) => `| ${row.map(pipeCell).join(" | ")} |`);
  const rule = `| ${(rows[0] ?? []).map(() => "---").join(" | ")} |`;
  return [first, rule, ...others].join("\n");
}

function pipeCell({ children: [line] }: Tree): string {
  const inline = line === undefined || isRun(line) ? "" : writeInline(line.children, true);
  return inline.replaceAll("|", "\\|");
}

function tags(rows: readonly (readonly Tree[])[], blocks: (children: readonly Child[]) => string): string {
  const lines = rows.flatMap((row) => ["<tr>", ...row.map((cell) => tagCell(cell, blocks)), "</tr>"]);
  return ["<table>", ...lines, "</table>"].join("\n");
}

function tagCell({ type, attributes, children }: Tree, blocks: (children: readonly Child[]) => string): string {
  const tag = type === "tableHeader" ? "th" : "td";
  const spans = ["colspan", "rowspan"].flatMap((name) =>
    name in attributes ? [` ${name}="${String(attributes[name])}"`] : [],
  );
  const widths = attributes["colwidth"];
  const opening = `${tag}${spans.join("")}${Array.isArray(widths) ? ` data-colwidth="${widths.join(",")}"` : ""}`;
  if (children.length === 1 && isEmptyParagraph(children[0])) return `<${opening}></${tag}>`;
  return `<${opening}>\n\n${blocks(children)}\n\n</${tag}>`;
}
