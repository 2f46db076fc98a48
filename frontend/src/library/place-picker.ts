import { nextIndex } from "../lib/next-index";

/** The dialog that asks where to move a document: arrow keys choose a place while its name is typed, Enter takes it. */
export function startPlacePicker(): void {
  /** For these words are the places that are shown. */
  let shown = "";
  /** Enter came before the places for what was typed. */
  let isHurried = false;
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const { target, xhr } = (event as CustomEvent<{ target: unknown; xhr: XMLHttpRequest }>).detail;
    if (!(target instanceof Element) || (target.id !== "move-places" && target.id !== "dialog")) return;
    shown = new URL(xhr.responseURL).searchParams.get("q") ?? "";
    const field = document.getElementById("move-words");
    if (isHurried && field instanceof HTMLInputElement && field.value === shown) places()[0]?.click();
    isHurried = false;
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.id !== "move-words" || event.isComposing) return;
    const options = places();
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Enter") {
      event.preventDefault();
      isHurried = at < 0 && field.value !== shown;
      if (!isHurried) (options[at] ?? (field.value.trim() === "" ? undefined : options[0]))?.click();
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

function places(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#move-places .move-place")];
}
