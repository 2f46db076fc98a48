import type { Answer } from "./requests";

type Field = HTMLSelectElement | HTMLInputElement;

/**
 * What is chosen while the answer to an earlier choice is on its way, as with a held arrow key, is chosen once more in
 * the field that comes with the answer. Of the field that goes htmx sends nothing any more. Fields are known by their id.
 */
export function keepChoices(): void {
  const chosen = new Map<string, Field>();
  document.addEventListener(
    "change",
    ({ target }) => {
      if (isField(target) && target.id !== "" && target.closest(".htmx-request") !== null)
        chosen.set(target.id, target);
    },
    // Before htmx hears of it, and says with its class that it asks.
    { capture: true },
  );
  // The answer is in its place.
  document.body.addEventListener("htmx:afterRequest", () => {
    for (const [id, field] of chosen) {
      if (field.closest(".htmx-request") !== null) continue;
      chosen.delete(id);
      if (!field.isConnected) chooseAgain(document.getElementById(id), field.value);
    }
  });
}

/** What is being typed in a field stays in it while the answer to something else takes the place of all around it. */
export function keepTyped(): void {
  let typed = new Map<string, string>();
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = (event as CustomEvent<Answer>).detail;
    const fields = target instanceof Element ? target.querySelectorAll<HTMLInputElement>("input[id]") : [];
    const isTyped = ({ value, defaultValue, type }: HTMLInputElement): boolean =>
      value !== defaultValue && ["text", "search", "email"].includes(type);
    typed = new Map(
      [...fields].filter((field) => isTyped(field) && !requestConfig.elt.contains(field)).map((f) => [f.id, f.value]),
    );
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    for (const [id, value] of typed) {
      const field = document.getElementById(id);
      if (!(field instanceof HTMLInputElement) || field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    typed.clear();
  });
}

function chooseAgain(field: HTMLElement | null, value: string): void {
  if (!isField(field) || field.value === value) return;
  const before = field.value;
  field.value = value;
  if (field.value === value) field.dispatchEvent(new Event("change", { bubbles: true }));
  else field.value = before; // it isn't offered any more
}

function isField(target: unknown): target is Field {
  return target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type === "range");
}
