import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export const MESSAGE_SYNC = 0;
const SYNC_STEP_1 = 0;
const SYNC_STEP_2 = 1;
const SYNC_UPDATE = 2;

export const MESSAGE_ACKNOWLEDGED = 100;
export const MESSAGE_EVENT = 101;
export const MESSAGE_REFUSED = 102;

export type SyncKind = "step2" | "update";

/** A frame of ours that carries edits: the only frames that the server acknowledges. */
export interface SyncFrame {
  readonly kind: SyncKind;
  readonly update: Uint8Array;
}

export interface Acknowledged {
  readonly step2Frames: number;
  readonly updateFrames: number;
  readonly sequence: number;
}

export interface Refused {
  readonly kind: SyncKind;
  readonly frame: number;
  readonly code: string;
}

export type ServerEvent =
  | { readonly type: "rights"; readonly role: number; readonly mayWrite: boolean; readonly reason?: string }
  /** Something beside the text changed: its title, its look, its place, who may open it. */
  | { readonly type: "beside"; readonly what: string };

/** What leaves as `bytes`: null for everything that carries no edits (step 1, presence). */
export function readSyncFrame(bytes: Uint8Array): SyncFrame | null {
  const decoder = decoding.createDecoder(bytes);
  if (decoding.readVarUint(decoder) !== MESSAGE_SYNC) return null;
  const type = decoding.readVarUint(decoder);
  if (type !== SYNC_STEP_2 && type !== SYNC_UPDATE) return null;
  return { kind: type === SYNC_STEP_2 ? "step2" : "update", update: decoding.readVarUint8Array(decoder) };
}

/** The state vector of a step 1 whose first number was read already; null for the other steps. Leaves `decoder` where it is. */
export function peekStateVector(decoder: decoding.Decoder): Uint8Array | null {
  const ahead = decoding.clone(decoder);
  return decoding.readVarUint(ahead) === SYNC_STEP_1 ? decoding.readVarUint8Array(ahead) : null;
}

export function writeStep2Frame(update: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_SYNC);
    encoding.writeVarUint(encoder, SYNC_STEP_2);
    encoding.writeVarUint8Array(encoder, update);
  });
  return new Uint8Array(frame);
}

export function readAcknowledged(decoder: decoding.Decoder): Acknowledged {
  return {
    step2Frames: decoding.readVarUint(decoder),
    updateFrames: decoding.readVarUint(decoder),
    sequence: decoding.readVarUint(decoder),
  };
}

export function readRefused(decoder: decoding.Decoder): Refused {
  return {
    kind: decoding.readVarUint(decoder) === 0 ? "step2" : "update",
    frame: decoding.readVarUint(decoder),
    code: decoding.readVarString(decoder),
  };
}

/** Null for what isn't an event. */
export function readEvent(decoder: decoding.Decoder): ServerEvent | null {
  const event: unknown = JSON.parse(decoding.readVarString(decoder));
  if (typeof event !== "object" || event === null || !("type" in event)) return null;
  if (event.type !== "rights") return { type: "beside", what: String(event.type) };
  if (!("role" in event) || !("mayWrite" in event)) return null;
  const reason = "reason" in event && typeof event.reason === "string" ? { reason: event.reason } : {};
  return { type: "rights", role: Number(event.role), mayWrite: event.mayWrite === true, ...reason };
}
