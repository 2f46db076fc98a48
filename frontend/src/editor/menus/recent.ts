import { recall, remember } from "../../lib/remembered";
import type { Action } from "../actions";

const NAME = "recent-blocks";
const MOST = 3;

/** What was chosen last from the slash menu, the latest first. */
export function recentActions(actions: readonly Action[]): readonly Action[] {
  return ids().flatMap((id) => actions.find((action) => action.id === id) ?? []);
}

export function noteUse({ id }: Action): void {
  remember(NAME, [id, ...ids().filter((other) => other !== id)].slice(0, MOST).join(" "));
}

function ids(): string[] {
  return (recall(NAME) ?? "").split(" ").filter((id) => id !== "");
}
