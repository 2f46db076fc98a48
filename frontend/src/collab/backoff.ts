const FIRST_CEILING_MS = 5_000;
const LOST_CEILING_MS = 1_000;
const LAST_CEILING_MS = 30_000;
const FLOOR_MS = 150;

const ABNORMAL_CLOSURE = 1006;

/**
 * Milliseconds until the next attempt, spread at random so that a restarted server isn't met by everybody at once.
 * `attempt` counts from 1 since the last connection that worked. A first lost line (no close frame) is tried
 * quickly; a server that said it restarts, or is busy, is given up to five seconds; thirty at the most.
 */
export function reconnectDelay(attempt: number, closeCode: number | null, random: () => number): number {
  const lost = closeCode === null || closeCode === ABNORMAL_CLOSURE;
  const doublings = Math.max(1, attempt) - (lost ? 2 : 1);
  const ceiling = doublings < 0 ? LOST_CEILING_MS : Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** doublings);
  return Math.round(FLOOR_MS + random() * (ceiling - FLOOR_MS));
}
