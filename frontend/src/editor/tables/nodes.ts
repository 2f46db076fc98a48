import { Node, type Attributes } from "@tiptap/core";

import { isAllowed } from "../schema/attributes";
import { NODES } from "../schema/description";
import { TableView } from "./table-view";

/** What prosemirror-tables knows the nodes by. */
const ROLES: Readonly<Record<string, string>> = {
  table: "table",
  tableRow: "row",
  tableCell: "cell",
  tableHeader: "header_cell",
};

export const Table = Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  isolating: true,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
  extendNodeSchema({ name }) {
    const tableRole = ROLES[name];
    return tableRole === undefined ? {} : { tableRole };
  },
  addNodeView() {
    return ({ node, editor }) => new TableView(node, editor);
  },
});

export const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  selectable: false,
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: ({ HTMLAttributes }) => ["tr", HTMLAttributes, 0],
});

export const TableCell = cell("tableCell", "td");
export const TableHeader = cell("tableHeader", "th");

function cell(name: string, tag: "td" | "th"): Node {
  return Node.create({
    name,
    content: "block+",
    isolating: true,
    addAttributes: (): Attributes => ({
      colspan: {
        default: 1,
        parseHTML: (element) => readSpan(name, "colspan", element),
        renderHTML: spanOf("colspan"),
      },
      rowspan: {
        default: 1,
        parseHTML: (element) => readSpan(name, "rowspan", element),
        renderHTML: spanOf("rowspan"),
      },
      colwidth: { default: null, parseHTML: (element) => readWidths(name, element), renderHTML: widthsOf },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });
}

function readSpan(name: string, attribute: "colspan" | "rowspan", element: HTMLElement): number {
  const found = Number(element.getAttribute(attribute));
  const spec = NODES[name]?.attributes[attribute];
  return spec !== undefined && isAllowed(spec, found) ? found : 1;
}

function spanOf(attribute: "colspan" | "rowspan") {
  return (attributes: Record<string, unknown>): Record<string, unknown> =>
    attributes[attribute] === 1 ? {} : { [attribute]: attributes[attribute] };
}

/** As we wrote them, or as other editors of this family do; one for each column of the cell. */
function readWidths(name: string, element: HTMLElement): number[] | null {
  const written = element.getAttribute("data-colwidth") ?? element.getAttribute("colwidth");
  if (written === null || !/^\d+(?:,\d+)*$/.test(written)) return null;
  const widths = written.split(",").map(Number);
  const spec = NODES[name]?.attributes["colwidth"];
  const fits = widths.length === readSpan(name, "colspan", element);
  return fits && spec !== undefined && isAllowed(spec, widths) ? widths : null;
}

function widthsOf({ colwidth }: Record<string, unknown>): Record<string, unknown> {
  return Array.isArray(colwidth) ? { "data-colwidth": colwidth.join(",") } : {};
}
