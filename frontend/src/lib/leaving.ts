const waits: (() => Promise<unknown>)[] = [];
let reloading = false;

/** Whether this page goes because its reader pressed our own Reload: what was typed is stored, so nothing need be asked. */
export function isReloading(): boolean {
  return reloading;
}

/** `store` is awaited before the page reloads itself. */
export function beforeReload(store: () => Promise<unknown>): void {
  waits.push(store);
}

export async function reload(): Promise<void> {
  await Promise.allSettled(waits.map((store) => store()));
  reloading = true;
  location.reload();
}
