import { computePosition, flip, offset, shift, type Placement, type VirtualElement } from "@floating-ui/dom";

const GAP_PX = 6;
const EDGE_PX = 8;

/** Puts a fixed element beside its anchor, inside the window. */
export async function place(
  floating: HTMLElement,
  anchor: Element | VirtualElement,
  placement: Placement,
): Promise<void> {
  const middleware = [offset(GAP_PX), flip({ padding: EDGE_PX }), shift({ padding: EDGE_PX })];
  const { x, y } = await computePosition(anchor, floating, { strategy: "fixed", placement, middleware });
  floating.style.left = `${Math.round(x)}px`;
  floating.style.top = `${Math.round(y)}px`;
}
