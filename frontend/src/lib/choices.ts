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
