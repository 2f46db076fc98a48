import { element } from "../lib/element";
import { keyNames } from "../lib/platform";
import { place } from "../lib/place";

const DELAY_MS = 450;

/** `data-tooltip` (and `data-shortcut`) on a control: shown on hover and on keyboard focus. */
export function startTooltips(): void {
  const tip = element("div", { class: "tooltip", popover: "manual", "aria-hidden": "true" });
  document.body.append(tip);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    if (tip.isConnected && tip.matches(":popover-open")) tip.hidePopover();
  };
  const show = (target: EventTarget | null): void => {
    const control = target instanceof Element ? target.closest<HTMLElement>("[data-tooltip]") : null;
    hide();
    if (control === null) return;
    timer = setTimeout(() => {
      if (!control.isConnected || control.getAttribute("aria-expanded") === "true") return;
      tip.replaceChildren(control.dataset["tooltip"] ?? "", ...shortcutKeys(control.dataset["shortcut"]));
      tip.showPopover();
      void place(tip, control, "bottom");
    }, DELAY_MS);
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") show(event.target);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof Element && event.target.matches(":focus-visible")) show(event.target);
  });
  for (const type of ["pointerdown", "keydown", "focusout", "scroll"]) {
    document.addEventListener(type, hide, { capture: true, passive: true });
  }
}

function shortcutKeys(shortcut: string | undefined): Node[] {
  return shortcut === undefined ? [] : [element("kbd", {}, keyNames(shortcut).join(" "))];
}
