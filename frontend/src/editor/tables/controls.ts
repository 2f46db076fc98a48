import type { Editor } from "@tiptap/core";
import type { PluginView } from "@tiptap/pm/state";
import { addColumnAfter, addRowAfter, cellAround } from "@tiptap/pm/tables";
import type { EditorView } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon, type IconName } from "../../lib/icons";
import { openTableMenu } from "./menu";
import { ColumnResizer } from "./resizer";
import { cellSpot, lastCell, lineSelection, type CellSpot } from "./spot";
import { runTableCommand, type TableGroup } from "./table-commands";

/** What stands at a table's edges while the pointer or the caret is in it: for the pointer only, the menu has it all. */
export class TableControls implements PluginView {
  readonly #editor: Editor;
  readonly #view: EditorView;
  readonly #layer = element("div", { class: "table-controls", hidden: true });
  readonly #column = this.#handle("column", t("Column"), "ellipsis", ["column", "cells"]);
  readonly #row = this.#handle("row", t("Row"), "ellipsis", ["row", "cells"]);
  readonly #more = this.#button("table-more", t("Table"), "ellipsis", () => {
    this.#takeCaret();
    openTableMenu(this.#editor, this.#more);
  });
  readonly #addColumn = this.#button("table-add table-add--column", t("Add a column"), "plus", () => {
    this.#add("column");
  });
  readonly #addRow = this.#button("table-add table-add--row", t("Add a row"), "plus", () => {
    this.#add("row");
  });
  readonly #resizer: ColumnResizer;
  readonly #stop = new AbortController();
  readonly #sizes = new ResizeObserver(() => {
    this.#refresh();
  });
  #hovered: Element | null = null;
  #observed: Element | null = null;
  #frame: number | null = null;

  constructor(editor: Editor, view: EditorView) {
    this.#editor = editor;
    this.#view = view;
    this.#resizer = new ColumnResizer(editor, view);
    this.#layer.append(this.#column, this.#row, this.#more, this.#addColumn, this.#addRow, this.#resizer.dom);
    const { signal } = this.#stop;
    view.dom.addEventListener("pointermove", this.#onPointer, { signal, passive: true });
    view.dom.addEventListener("focusin", this.#refresh, { signal });
    view.dom.addEventListener("focusout", this.#refresh, { signal });
    view.dom.addEventListener("scroll", this.#refresh, { signal, passive: true, capture: true });
    document.addEventListener("pointerover", this.#onLeave, { signal, passive: true });
    this.update();
  }

  update(): void {
    this.#refresh();
  }

  destroy(): void {
    this.#stop.abort();
    this.#sizes.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#layer.remove();
  }

  readonly #refresh = (): void => {
    this.#frame ??= requestAnimationFrame(this.#draw);
  };

  readonly #draw = (): void => {
    this.#frame = null;
    if (this.#resizer.isDragging) return;
    const spot = this.#editor.isEditable ? this.#spot() : null;
    this.#layer.hidden = spot === null;
    this.#observe(spot?.wrapper ?? null);
    if (spot === null) return;
    if (!this.#layer.isConnected) this.#view.dom.parentElement?.append(this.#layer);
    this.#place(spot);
  };

  #place({ wrapper, cell }: CellSpot): void {
    const origin = this.#layer.getBoundingClientRect();
    const table = (wrapper.querySelector("table") ?? wrapper).getBoundingClientRect();
    const frame = wrapper.getBoundingClientRect();
    const inCell = cell.getBoundingClientRect();
    const right = Math.min(table.right, frame.right);
    const move = (control: HTMLElement, x: number, y: number): void => {
      control.style.translate = `${Math.round(x - origin.left)}px ${Math.round(y - origin.top)}px`;
    };
    const center = (inCell.left + inCell.right) / 2;
    this.#column.hidden = center < frame.left || center > frame.right;
    move(this.#column, center, table.top);
    move(this.#row, frame.left, (inCell.top + inCell.bottom) / 2);
    move(this.#more, right, table.top);
    move(this.#addColumn, right, table.top);
    this.#addColumn.style.height = `${table.height}px`;
    move(this.#addRow, frame.left, table.bottom);
    this.#addRow.style.width = `${right - frame.left}px`;
    this.#resizer.place(cell, table, frame, origin);
  }

  /** The cell under the mouse, or else the one with the caret. */
  #spot(): CellSpot | null {
    if (this.#hovered?.isConnected === true) return cellSpot(this.#view, this.#hovered);
    const isOurs = this.#view.hasFocus() || document.activeElement?.closest("#table-menu") !== null;
    const $cell = isOurs ? cellAround(this.#view.state.selection.$head) : null;
    const dom = $cell === null ? null : this.#view.nodeDOM($cell.pos);
    return dom instanceof Element ? cellSpot(this.#view, dom) : null;
  }

  readonly #onPointer = (event: PointerEvent): void => {
    if (event.pointerType !== "mouse" || event.buttons !== 0) return;
    const cell = event.target instanceof Element ? event.target.closest("td, th") : null;
    if (cell !== null) this.#resizer.follow(cell, event.clientX);
    if (cell === this.#hovered || (cell === null && this.#hovered === null)) return;
    this.#hovered = cell;
    this.#refresh();
  };

  /** The mouse is elsewhere: neither in the text nor on these controls. */
  readonly #onLeave = ({ target }: PointerEvent): void => {
    if (this.#hovered === null || !(target instanceof Element)) return;
    if (this.#view.dom.contains(target) || this.#layer.contains(target)) return;
    this.#hovered = null;
    this.#refresh();
  };

  #observe(wrapper: Element | null): void {
    if (wrapper === this.#observed) return;
    this.#sizes.disconnect();
    this.#observed = wrapper;
    const table = wrapper?.querySelector("table");
    if (table) this.#sizes.observe(table);
  }

  #handle(axis: "row" | "column", name: string, image: IconName, groups: readonly TableGroup[]): HTMLElement {
    const handle = this.#button(`table-handle table-handle--${axis}`, name, image, () => {
      const spot = this.#spot();
      const selected = spot === null ? null : lineSelection(this.#view, spot, axis);
      if (selected === null) return;
      this.#view.dispatch(this.#view.state.tr.setSelection(selected));
      openTableMenu(this.#editor, handle, groups);
    });
    return handle;
  }

  #button(className: string, name: string, image: IconName, act: () => void): HTMLElement {
    // Not a stop of the Tab key, which goes from cell to cell: by keyboard the menu does the same.
    const button = element(
      "button",
      { type: "button", class: className, tabindex: "-1", "aria-label": name },
      icon(image),
    );
    button.dataset["tooltip"] = name;
    button.addEventListener("pointerdown", (event) => {
      event.preventDefault();
    });
    button.addEventListener("click", act);
    return button;
  }

  /** The menu speaks of the table that the mouse is in. */
  #takeCaret(): void {
    const spot = this.#spot();
    const { state } = this.#view;
    const $now = cellAround(state.selection.$head);
    if (spot === null || ($now !== null && $now.start(-1) === state.doc.resolve(spot.position).start(-1))) return;
    this.#editor.commands.setTextSelection(spot.position + 2);
  }

  /** At the right or lower edge of the table, wherever the caret is. */
  #add(axis: "row" | "column"): void {
    const spot = this.#spot();
    if (spot === null) return;
    const at = lastCell(this.#view, spot, axis);
    if (at === null) return;
    this.#editor.commands.setTextSelection(at + 2);
    runTableCommand(this.#editor, { command: () => (axis === "row" ? addRowAfter : addColumnAfter) });
  }
}
