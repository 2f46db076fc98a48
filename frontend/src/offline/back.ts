const ASK_EVERY_MS = 15_000;

/**
 * Reloads a page that stands in for the server's, once the server answers. The browser's own word is not enough: it
 * calls a machine online whose server is away, and a reload in vain would take back the click that came before it.
 */
export function reloadOnceBack(): void {
  window.addEventListener("online", () => void look());
  setInterval(() => void look(), ASK_EVERY_MS);
}

async function look(): Promise<void> {
  if (document.hidden || document.querySelector("dialog[open]") !== null) return;
  const answer = await fetch("/readyz?needs=postgres", { cache: "no-store" }).catch(() => null);
  if (answer?.ok === true) location.reload();
}
