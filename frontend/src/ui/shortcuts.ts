import { byId } from "../lib/element";
import { holdingKeys } from "../lib/held-keys";

/** The sheet of shortcuts, on Ctrl+/ and from the menu; made when it is first asked for. */
export function startShortcutSheet(): void {
  const dialog = byId("shortcuts", HTMLDialogElement);
  const body = byId("shortcuts-body", HTMLElement);
  const toggle = async (): Promise<void> => {
    if (dialog.open) {
      dialog.close();
      return;
    }
    const held = await holdingKeys(import("./shortcut-sheet"));
    if (held === null) return;
    const [{ fillShortcutSheet }, typed] = held;
    fillShortcutSheet(body, typed);
    if (!dialog.matches("[open]")) dialog.showModal();
    body.querySelector("input")?.focus();
  };
  byId("shortcuts-opener", HTMLElement).addEventListener("click", () => void toggle());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    void toggle();
  });
}
