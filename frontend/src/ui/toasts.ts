import { element } from "../lib/element";

const SHOWN_MS = 6_000;

/** Toasts leave by themselves, but not while somebody points at them or stands on them. */
export function startToasts(): void {
  const stack = document.getElementById("toasts");
  if (stack === null) return;
  for (const toast of stack.children) dismissLater(toast);
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element) dismissLater(node);
    }
  }).observe(stack, { childList: true });
}

export function toast(text: string): void {
  document.getElementById("toasts")?.append(element("div", { class: "toast" }, element("span", {}, text)));
}

function dismissLater(toast: Element): void {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) dismissLater(toast);
    else toast.remove();
  }, SHOWN_MS);
}
