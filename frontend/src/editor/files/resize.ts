import { element } from "../../lib/element";
import { t } from "../../lib/i18n";

export const NARROWEST = 5;
export const WIDEST = 100;
const STEP = 5;

export type Side = "left" | "right";

/** The width that an arrow key, Home or End leads to; null for other keys. The arrow points where the edge goes. */
export function widthAfterKey(key: string, width: number, side: Side): number | null {
  const outward = side === "right" ? "ArrowRight" : "ArrowLeft";
  const inward = side === "right" ? "ArrowLeft" : "ArrowRight";
  if (key === outward || key === "ArrowUp") return clamped((Math.floor(width / STEP) + 1) * STEP);
  if (key === inward || key === "ArrowDown") return clamped((Math.ceil(width / STEP) - 1) * STEP);
  if (key === "Home") return NARROWEST;
  return key === "End" ? WIDEST : null;
}

/** The width when the edge is dragged by so many pixels; in the middle both edges move. */
export function widthAfterDrag(start: number, pixels: number, column: number, side: Side, centred: boolean): number {
  const outward = side === "right" ? pixels : -pixels;
  return clamped(Math.round(start + ((centred ? 2 : 1) * outward * 100) / column));
}

export interface ResizeOptions {
  readonly side: Side;
  /** In percent of the column, as shown now. */
  readonly width: () => number;
  readonly columnPixels: () => number;
  readonly isCentred: () => boolean;
  /** While the edge is dragged. */
  readonly preview: (width: number | null) => void;
  readonly store: (width: number) => void;
  readonly leave: () => void;
}

/** The edge of a picture that can be dragged, or moved with the arrow keys. */
export class ResizeHandle {
  readonly dom: HTMLElement;
  readonly #options: ResizeOptions;
  #width = WIDEST;

  constructor(options: ResizeOptions) {
    this.#options = options;
    this.dom = element("div", {
      ...{ class: "resize", "data-side": options.side, role: "slider", tabindex: "0" },
      ...{
        "aria-label": t("Width of the picture"),
        "aria-valuemin": String(NARROWEST),
        "aria-valuemax": String(WIDEST),
      },
    });
    this.dom.addEventListener("keydown", this.#onKey);
    this.dom.addEventListener("pointerdown", this.#onPointer);
  }

  show(width: number): void {
    this.#width = width;
    this.dom.setAttribute("aria-valuenow", String(width));
    this.dom.setAttribute("aria-valuetext", t("{width} percent", { width }));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.#options.leave();
    const next = widthAfterKey(event.key, this.#options.width(), this.#options.side);
    if (next === null) return;
    event.preventDefault();
    this.#options.store(next);
  };

  readonly #onPointer = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    this.dom.setPointerCapture(event.pointerId);
    const { side, columnPixels, isCentred, preview } = this.#options;
    const from = { width: this.#options.width(), x: event.clientX, column: columnPixels(), centred: isCentred() };
    let width = from.width;
    const stop = new AbortController();
    const end = (keep: boolean): void => {
      stop.abort();
      preview(null);
      if (keep && width !== from.width) this.#options.store(width);
      else this.show(this.#width);
    };
    const on = (name: "pointercancel" | "pointermove" | "pointerup", act: (event: PointerEvent) => void): void => {
      this.dom.addEventListener(name, act, { signal: stop.signal });
    };
    on("pointermove", ({ clientX }) => {
      width = widthAfterDrag(from.width, clientX - from.x, from.column, side, from.centred);
      preview(width);
    });
    on("pointerup", () => {
      end(true);
    });
    on("pointercancel", () => {
      end(false);
    });
  };
}

function clamped(width: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, width));
}
