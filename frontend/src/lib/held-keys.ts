/**
 * What is typed while a part of the page is on its way is meant for that part: it is kept for it, and comes into no text.
 * Resolves to the part, and what was typed; to null where somebody has given it up with Escape.
 */
export async function holdingKeys<Part>(part: Promise<Part>): Promise<readonly [Part, string] | null> {
  let typed = "";
  const over = new AbortController();
  const hold = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey, isComposing } = event;
    if (ctrlKey || metaKey || altKey || isComposing) return;
    if (key === "Escape") over.abort();
    else if (key === "Backspace") typed = typed.slice(0, -1);
    else if (key.length === 1) typed += key;
    else if (key !== "Enter") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", hold, { capture: true, signal: over.signal });
  try {
    const come = await part;
    return over.signal.aborted ? null : [come, typed];
  } finally {
    over.abort();
  }
}
