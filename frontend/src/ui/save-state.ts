import type { LiveDocument } from "../collab/live-document";
import { PATIENCE_MS, saveState, type SaveState } from "../collab/save-state";
import { byId } from "../lib/element";

const CALM_MS = 300;
const ANNOUNCE_AFTER_MS = 1_500;

/**
 * Shows the save state in the bar. While somebody types it stays "Saving…" rather than blinking, and screen readers hear
 * of it only when something is wrong for a while, and when it is well again.
 */
export class SaveStateView {
  readonly #live: LiveDocument;
  readonly #shown = byId("save-state", HTMLElement);
  readonly #spoken = byId("save-announcement", HTMLElement);
  #uploaded: number | null = null;
  #state: SaveState | null = null;
  #recheck: ReturnType<typeof setTimeout> | undefined;
  #announce: ReturnType<typeof setTimeout> | undefined;

  constructor(live: LiveDocument) {
    this.#live = live;
    live.on("changed", this.refresh);
    window.addEventListener("online", this.refresh);
    window.addEventListener("offline", this.refresh);
    this.refresh();
  }

  uploading(part: number | null): void {
    this.#uploaded = part;
    this.refresh();
  }

  readonly refresh = (): void => {
    const { session, mayWrite, ending } = this.#live;
    const oldest = session?.ledger.oldest ?? null;
    const waitingFor = oldest === null ? 0 : Date.now() - oldest;
    const state = saveState({
      waitingFor,
      mayWrite: mayWrite && ending === null,
      ended: ending !== null && ending.kind !== "old-page",
      online: navigator.onLine,
      link: session?.linkState ?? "connecting",
      confirmed: session?.ledger.confirmed ?? false,
      waiting: session?.ledger.count ?? 0,
      uploaded: this.#uploaded,
    });
    clearTimeout(this.#recheck);
    if (oldest !== null) {
      this.#recheck = setTimeout(this.refresh, Math.max(PATIENCE_MS - waitingFor, 0) + 50);
    }
    if (state.kind === "saved" && this.#state?.kind === "busy") {
      this.#recheck = setTimeout(() => {
        this.#show(state);
      }, CALM_MS);
    } else {
      this.#show(state);
    }
  };

  #show(state: SaveState): void {
    if (state.text === this.#state?.text) return;
    this.#state = state;
    this.#shown.textContent = state.text;
    this.#shown.dataset["kind"] = state.kind;
    clearTimeout(this.#announce);
    this.#announce = setTimeout(() => {
      const worthSaying = state.kind === "unsaved" || state.kind === "read-only" || this.#spoken.textContent !== "";
      if (worthSaying && state.kind !== "busy") this.#spoken.textContent = state.text;
    }, ANNOUNCE_AFTER_MS);
  }
}
