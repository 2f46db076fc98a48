/** Small choices that this browser keeps for its reader. Nothing is kept where it keeps nothing for us. */
export function recall(name: string): string | null {
  return storage()?.getItem(name) ?? null;
}

export function remember(name: string, value: string): void {
  try {
    storage()?.setItem(name, value);
  } catch (error) {
    // It is full.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Asking for it throws where the reader forbade it. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
