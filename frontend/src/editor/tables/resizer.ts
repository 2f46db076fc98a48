import type { Editor } from "@tiptap/core";
import { TableMap } from "@tiptap/pm/tables";
import type { EditorView } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { inOneStep } from "../menus/undo-step";
import { setColumnWidth } from "./commands";
import { measuredWidths } from "./measure";
import { cellSpot } from "./spot";
import { columnWidths, MIN_COLUMN_PX, showWidths } from "./table-view";

const NEAR_PX = 6;
const LEAST_PX = MIN_COLUMN_PX / 2;

interface Drag {
  readonly table: HTMLTableElement;
  readonly column: number;
  readonly startX: number;
  readonly widths: (number | null)[];
  readonly startWidth: number;
}

/** The edge of a column, which can be dragged. The document hears of the width once, when it is let go. */
export class ColumnResizer {
  readonly dom = element("div", { class: "table-resizer", "aria-hidden": "true" });
  readonly #editor: Editor;
  readonly #view: EditorView;
  #cell: Element | null = null;
  #atStart = false;
  #drag: Drag | null = null;

  constructor(editor: Editor, view: EditorView) {
    this.#editor = editor;
    this.#view = view;
    this.dom.addEventListener("pointerdown", this.#begin);
    this.dom.addEventListener("pointermove", this.#move);
    this.dom.addEventListener("pointerup", this.#end);
    this.dom.addEventListener("pointercancel", this.#cancel);
  }

  get isDragging(): boolean {
    return this.#drag !== null;
  }

  /** The pointer is in this cell: its nearer edge is the one that can be taken. */
  follow(cell: Element, x: number): void {
    const { left } = cell.getBoundingClientRect();
    const atStart = x - left < NEAR_PX && cell.previousElementSibling !== null;
    if (cell === this.#cell && atStart === this.#atStart) return;
    this.#cell = cell;
    this.#atStart = atStart;
    if (cell.isConnected) this.#toEdge(cell.getBoundingClientRect(), this.dom.parentElement?.getBoundingClientRect());
  }

  /** Beside the cell that is worked in, unless the pointer has been at the edge of another one of its table. */
  place(cell: Element, table: DOMRect, frame: DOMRect, origin: DOMRect): void {
    const isHere = this.#cell?.isConnected === true && this.#cell.closest("table") === cell.closest("table");
    if (!isHere) {
      this.#cell = cell;
      this.#atStart = false;
    }
    const beside = (this.#cell ?? cell).getBoundingClientRect();
    this.dom.hidden = (this.#atStart ? beside.left : beside.right) > frame.right + 1;
    this.dom.style.height = `${table.height}px`;
    this.dom.style.top = `${table.top - origin.top}px`;
    this.#toEdge(beside, origin);
  }

  #toEdge(cell: DOMRect, origin?: DOMRect): void {
    if (origin === undefined) return;
    this.dom.style.left = `${(this.#atStart ? cell.left : cell.right) - origin.left}px`;
  }

  readonly #begin = (event: PointerEvent): void => {
    const spot = this.#cell === null ? null : cellSpot(this.#view, this.#cell);
    const node = spot === null ? null : this.#view.state.doc.nodeAt(spot.tablePosition);
    const table = spot?.wrapper.querySelector("table");
    if (spot === null || node === null || !table || event.button !== 0) return;
    event.preventDefault();
    const { left, right } = TableMap.get(node).findCell(spot.position - spot.tablePosition - 1);
    const column = (this.#atStart ? left : right) - 1;
    const measured = measuredWidths(this.#view, spot.tablePosition);
    // The columns before it keep the width they have on the screen, so that the edge stays under the pointer.
    const widths = columnWidths(node).map((width, at) => (at <= column ? (measured[at] ?? width) : width));
    this.dom.setPointerCapture(event.pointerId);
    this.dom.dataset["dragging"] = "";
    this.#drag = { table, column, startX: event.clientX, widths, startWidth: measured[column] ?? LEAST_PX };
  };

  readonly #move = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (drag === null) return;
    drag.widths[drag.column] = Math.max(LEAST_PX, drag.startWidth + event.clientX - drag.startX);
    showWidths(drag.table, drag.widths);
    const origin = this.dom.parentElement?.getBoundingClientRect();
    if (this.#cell?.isConnected === true) this.#toEdge(this.#cell.getBoundingClientRect(), origin);
  };

  readonly #end = (event: PointerEvent): void => {
    const drag = this.#drag;
    this.#stop();
    if (drag === null || event.clientX === drag.startX || !drag.table.isConnected || !this.#view.editable) return;
    const spot = cellSpot(this.#view, drag.table.querySelector("td, th") ?? drag.table);
    if (spot === null) return;
    inOneStep(this.#editor, (tr) => {
      drag.widths.slice(0, drag.column + 1).forEach((width, column) => {
        setColumnWidth(tr, spot.tablePosition, column, width);
      });
      return tr.docChanged;
    });
  };

  readonly #cancel = (): void => {
    const drag = this.#drag;
    this.#stop();
    const spot = drag === null ? null : cellSpot(this.#view, drag.table.querySelector("td, th") ?? drag.table);
    const node = spot === null ? null : this.#view.state.doc.nodeAt(spot.tablePosition);
    if (drag !== null && node !== null) showWidths(drag.table, columnWidths(node));
  };

  #stop(): void {
    this.#drag = null;
    delete this.dom.dataset["dragging"];
  }
}
