import { hasBlocks, renamed, textNodes, unwrap } from "./tree";

const MOST_COLUMNS = 100;

/** Tables that hold something, with spans that fit; those that only arrange a page are taken apart. */
export function mendTables(root: Element): void {
  for (const table of [...root.querySelectorAll("table")].reverse()) {
    if (ownCells(table).length < 2) takeApart(table);
    else mendTable(table);
  }
}

function mendTable(table: Element): void {
  const caption = table.querySelector(":scope > caption");
  if (caption !== null) table.before(renamed(caption, hasBlocks(caption) ? "div" : "p"));
  for (const row of table.querySelectorAll("tr")) if (row.children.length === 0) row.remove();
  const rows = [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table);
  findHeader(rows);
  for (const heading of table.querySelectorAll("th")) {
    if (isBold(heading)) for (const bold of heading.querySelectorAll("strong,b")) unwrap(bold);
  }
  for (const cell of ownCells(table)) {
    const at = rows.findIndex((row) => row === cell.parentElement);
    limit(cell, "colspan", MOST_COLUMNS);
    limit(cell, "rowspan", Math.max(1, rows.length - at));
    if (cell.localName === "td" && cell.closest("thead,table")?.localName === "thead") renamed(cell, "th");
  }
}

/** Word and Google Docs have no header cells: a first row that is bold throughout is meant as one. */
function findHeader([first, ...others]: readonly Element[]): void {
  const cells = [...(first?.children ?? [])];
  if (others.length === 0 || cells.length === 0) return;
  if (!cells.every((cell) => cell.localName === "td" && isBold(cell))) return;
  for (const cell of cells) renamed(cell, "th");
}

function isBold(cell: Element): boolean {
  const texts = textNodes(cell).filter(({ data }) => data.trim() !== "");
  return texts.length > 0 && texts.every((text) => text.parentElement?.closest("strong,b") !== null);
}

function takeApart(table: Element): void {
  const parts = [...ownCells(table), ...table.querySelectorAll(":scope > caption")];
  const made = parts.map((part) => {
    const block = table.ownerDocument.createElement("div");
    block.append(...part.childNodes);
    return block;
  });
  table.replaceWith(...made);
  for (const block of made) if (hasBlocks(block)) unwrap(block);
}

function ownCells(table: Element): Element[] {
  return [...table.querySelectorAll("td,th")].filter((cell) => cell.closest("table") === table);
}

function limit(cell: Element, attribute: "colspan" | "rowspan", most: number): void {
  const written = cell.getAttribute(attribute);
  if (written === null) return;
  const span = Math.trunc(Number(written));
  if (!(span > 1)) cell.removeAttribute(attribute);
  else cell.setAttribute(attribute, String(Math.min(span, most)));
}
