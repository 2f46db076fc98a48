import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { TableMap } from "@tiptap/pm/tables";
import type { NodeView, ViewMutationRecord } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { followEditable } from "../blocks/editable";

/** A column that nobody gave a width is never narrower than this. */
export const MIN_COLUMN_PX = 96;

/** A table inside a wrapper that scrolls sideways, so that the page never does. Widths are set through the CSSOM. */
export class TableView implements NodeView {
  readonly dom = element("div", { class: "table-wrapper", "data-empty": t("This table has no cells left.") });
  readonly contentDOM = element("tbody");
  readonly #columns = element("colgroup");
  readonly #table = element("table", {}, this.#columns, this.contentDOM);
  readonly #unfollow: () => void;
  #node: Node;

  constructor(node: Node, editor: Editor) {
    this.#node = node;
    this.dom.append(this.#table);
    // Where nothing can be written the wrapper itself is what the keyboard scrolls.
    this.#unfollow = followEditable(editor, (editable) => {
      if (editable) this.dom.removeAttribute("tabindex");
      else this.dom.tabIndex = 0;
    });
    this.#draw();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#draw();
    return true;
  }

  destroy(): void {
    this.#unfollow();
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }

  #draw(): void {
    const { id } = this.#node.attrs as { id: string | null };
    if (id === null) delete this.dom.dataset["id"];
    else this.dom.dataset["id"] = id;
    showWidths(this.#table, columnWidths(this.#node));
  }
}

/** Of each column, as the first cell says that has one; null where none has. */
export function columnWidths(table: Node): (number | null)[] {
  const { width: count, map } = TableMap.get(table);
  const widths = Array.from({ length: count }, (): number | null => null);
  let index = 0;
  table.forEach((row, rowStart) => {
    row.forEach((cell, cellStart) => {
      const position = rowStart + 1 + cellStart;
      while (index < map.length && map[index] !== position) index += 1;
      const { colwidth } = cell.attrs as { colwidth: number[] | null };
      colwidth?.forEach((width, at) => {
        const column = (index % count) + at;
        if (width > 0 && column < count) widths[column] ??= width;
      });
    });
  });
  return widths;
}

export function showWidths(table: HTMLTableElement, widths: readonly (number | null)[]): void {
  const group = table.querySelector("colgroup");
  if (group === null) return;
  while (group.children.length > widths.length) group.lastElementChild?.remove();
  while (group.children.length < widths.length) group.append(element("col"));
  widths.forEach((width, at) => {
    (group.children[at] as HTMLElement).style.width = width === null ? "" : `${width}px`;
  });
  const total = widths.reduce<number>((sum, width) => sum + (width ?? MIN_COLUMN_PX), 0);
  const fixed = widths.length > 0 && !widths.includes(null);
  table.style.width = fixed ? `${total}px` : "";
  table.style.minWidth = fixed ? "" : `${total}px`;
}
