import { element } from "../lib/element";
import { giveFocusBack } from "../lib/focus";

const SHOWN_MS = 6_000;

/** Toasts leave by themselves, but not while somebody points at them or stands on them. */
export function startToasts(): void {
  const stack = document.getElementById("toasts");
  if (stack === null) return;
  giveFocusBack(stack);
  for (const toast of stack.children) dismissLater(toast);
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element) dismissLater(node);
    }
  }).observe(stack, { childList: true });
}

interface ToastAction {
  readonly label: string;
  readonly act: () => void;
}

export function toast(text: string, action?: ToastAction): void {
  const made = element("div", { class: "toast" }, element("span", {}, text));
  if (action !== undefined) {
    const button = element("button", { type: "button", class: "button" }, action.label);
    button.addEventListener("click", () => {
      made.remove();
      action.act();
    });
    made.append(button);
  }
  const dialog = document.querySelector("dialog:modal");
  if (dialog === null) {
    document.getElementById("toasts")?.append(made);
    return;
  }
  // Nothing outside a modal dialog can be seen or used.
  dialog.append(element("div", { class: "toasts", role: "alert" }, made));
  dismissLater(made);
}

function dismissLater(toast: Element): void {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) dismissLater(toast);
    else toast.remove();
  }, SHOWN_MS);
}
