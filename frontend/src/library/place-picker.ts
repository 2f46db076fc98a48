import { nextIndex } from "../lib/next-index";

const OPTION = ".move-place";

/** The dialog that asks where to move a document: arrow keys choose a place while its name is typed, Enter takes it. */
export function startPlacePicker(): void {
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.id !== "move-words" || event.isComposing) return;
    const options = [...document.querySelectorAll<HTMLElement>(`#move-places ${OPTION}`)];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Enter") {
      event.preventDefault();
      (options[at] ?? (field.value.trim() === "" ? undefined : options[0]))?.click();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const next = nextIndex(event.key, at, options.length);
    if (next === null) return;
    event.preventDefault();
    for (const [index, option] of options.entries()) option.setAttribute("aria-selected", String(index === next));
    field.setAttribute("aria-activedescendant", options[next]?.id ?? "");
    options[next]?.scrollIntoView({ block: "nearest" });
  });
}
