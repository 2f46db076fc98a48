import { computePosition, flip, offset, shift, size, type Placement, type VirtualElement } from "@floating-ui/dom";

const GAP_PX = 6;
const EDGE_PX = 8;

/** Puts a fixed element beside its anchor, inside the window and above a phone's toolbar; `--room` is its height there. */
export async function place(
  floating: HTMLElement,
  anchor: Element | VirtualElement,
  placement: Placement,
  mayFlip = true,
): Promise<void> {
  const bar = document.querySelector<HTMLElement>(".toolbar--phone:not([hidden])")?.offsetHeight ?? 0;
  const padding = { top: EDGE_PX, right: EDGE_PX, bottom: EDGE_PX + bar, left: EDGE_PX };
  const { x, y } = await computePosition(anchor, floating, {
    strategy: "fixed",
    placement,
    middleware: [
      offset(GAP_PX),
      ...(mayFlip ? [flip({ padding })] : []),
      shift({ padding }),
      size({
        padding,
        apply: ({ availableHeight }) => {
          floating.style.setProperty("--room", `${Math.max(0, Math.floor(availableHeight))}px`);
        },
      }),
    ],
  });
  floating.style.left = `${Math.round(x)}px`;
  floating.style.top = `${Math.round(y)}px`;
}
