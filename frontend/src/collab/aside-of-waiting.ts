import type { SetAside } from "./database";
import type { Waiting } from "./left-behind";
import { mergedUpdate, writtenText } from "./written";

/** Edits that wait for a document which the server doesn't open to this user: shown like those set aside. */
export function asideOfWaiting(user: string, { document, title, edits }: Waiting): SetAside {
  const updates = edits.map((edit) => edit.update);
  return {
    ...{ user, document, title },
    id: `waiting:${document}`,
    at: edits.at(-1)?.at ?? 0,
    reason: "gone",
    edits: edits.length,
    written: writtenText(updates),
    text: "",
    update: mergedUpdate(updates),
  };
}
