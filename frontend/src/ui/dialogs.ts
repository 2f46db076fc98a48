import { pageMain } from "../lib/element";
import type { Answer } from "../lib/requests";

/**
 * Dialogs are native `<dialog>`s. `data-dialog-open="id"` opens one, `data-close` closes the one around it; one that
 * htmx fills opens by itself, and closes when the server answers with the `close-dialog` event. A click beside a dialog
 * closes it. Focus goes back to where it came from: the browser sees to that.
 */
export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest("[data-dialog-open]");
    if (opener !== null) openDialog(opener.getAttribute("data-dialog-open") ?? "");
    if (event.target.closest("[data-close]") !== null) event.target.closest("dialog")?.close();
    if (event.target instanceof HTMLDialogElement && isBeside(event.target, event)) event.target.close();
  });
  document.addEventListener("keydown", ({ target, key, isComposing, defaultPrevented }) => {
    if (key !== "Escape" || isComposing || defaultPrevented) return;
    // Such a field would only empty itself.
    if (target instanceof HTMLInputElement && target.type === "search") target.closest("dialog")?.close();
  });
  // Not before htmx has wired what is in it: a choice made at once would be lost.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const { target } = (event as CustomEvent<{ target: unknown }>).detail;
    if (target instanceof HTMLDialogElement && target.childElementCount > 0 && !target.open) target.showModal();
    if (event.target instanceof Element) keepFocusIn(event.target.closest("dialog"));
  });
  // Asked for twice, it would take away what is being typed in it already.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<Answer>;
    const { target, requestConfig } = detail;
    const isOpen = target instanceof HTMLDialogElement && target.open;
    if (isOpen && requestConfig.elt.isConnected && !target.contains(requestConfig.elt)) detail.shouldSwap = false;
  });
  // Where it came from may be gone meanwhile.
  document.addEventListener(
    "close",
    ({ target }) => {
      const { activeElement } = document;
      if (!(target instanceof HTMLDialogElement)) return;
      if (activeElement === document.body || target.contains(activeElement)) pageMain().focus();
    },
    { capture: true },
  );
  document.body.addEventListener("close-dialog", () => {
    for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
  });
}

export function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** What had the focus may be gone with what was done: then it stays in the dialog, at its beginning. */
export function keepFocusIn(dialog: HTMLDialogElement | null): void {
  if (dialog?.open !== true || dialog.contains(document.activeElement)) return;
  dialog.querySelector<HTMLElement>("[data-close]")?.focus();
}

function isBeside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const outside = event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
  // A click made with the keyboard has no place.
  return outside && event.detail > 0;
}
