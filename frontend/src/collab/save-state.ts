import { t, tn } from "../lib/i18n";
import type { LinkState } from "./link";

export interface SaveFacts {
  readonly mayWrite: boolean;
  readonly online: boolean;
  readonly link: LinkState;
  /** Whether nothing more will come or go; a notice says why. */
  readonly ended: boolean;
  /** Whether the server has confirmed what was here when the present connection was made. */
  readonly confirmed: boolean;
  /** Edits that the server hasn't confirmed, and since when the oldest waits (milliseconds). */
  readonly waiting: number;
  readonly waitingFor: number;
  /** How much of a large upload is through, 0 to 1; null when there is none. */
  readonly uploaded: number | null;
}

export interface SaveState {
  readonly kind: "saved" | "busy" | "unsaved" | "read-only";
  readonly text: string;
}

/** After this, an edit that isn't confirmed is called what it is. */
export const PATIENCE_MS = 2_000;

/** The save state in words. It says "Saved" only when the server has confirmed all that is here. */
export function saveState(facts: SaveFacts): SaveState {
  if (facts.waiting > 0) return unsavedState(facts);
  if (facts.ended) return { kind: "read-only", text: t("Closed") };
  if (!facts.online && !isConnected(facts)) return { kind: "busy", text: t("Offline") };
  if (facts.link !== "synced") return { kind: "busy", text: t("Connecting…") };
  if (!facts.mayWrite) return { kind: "read-only", text: t("View only") };
  return facts.confirmed ? { kind: "saved", text: t("Saved") } : { kind: "busy", text: t("Connecting…") };
}

function unsavedState(facts: SaveFacts): SaveState {
  const { waiting, waitingFor, online, ended, uploaded } = facts;
  const edits = tn("{count} edit waiting", "{count} edits waiting", waiting);
  const connected = isConnected(facts);
  if (!online && !connected) return { kind: "unsaved", text: t("Offline — {edits}", { edits }) };
  if (uploaded !== null) return { kind: "busy", text: uploadText(uploaded) };
  if (ended || !connected || waitingFor >= PATIENCE_MS)
    return { kind: "unsaved", text: t("Not saved — {edits}", { edits }) };
  return { kind: "busy", text: t("Saving…") };
}

/** A browser without a network calls itself offline; a server on the same machine is there all the same. */
function isConnected({ link }: SaveFacts): boolean {
  return link === "connected" || link === "synced";
}

/** Once all of it is there, the server still has to take it in. */
function uploadText(part: number): string {
  return part < 1 ? t("Saving… {percent} %", { percent: Math.floor(part * 100) }) : t("Saving…");
}
