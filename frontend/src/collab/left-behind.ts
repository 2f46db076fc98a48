import { nameOfCopy, type SetAside, type StoredEdit } from "./database";
import { tabOf } from "./tabs";

/** Edits of one document that this browser keeps until the document is open again. */
export interface Waiting {
  readonly document: string;
  readonly title: string;
  readonly edits: readonly StoredEdit[];
}

/** In a tab that is open, edits younger than this are on their way. */
const ON_THEIR_WAY_MS = 15_000;

/** The edits that wait, by document, in the order of their making. `alive` are the tabs that still live. */
export function waitingByDocument(edits: readonly StoredEdit[], now: number, alive: ReadonlySet<string>): Waiting[] {
  const documents = new Map<string, StoredEdit[]>();
  for (const edit of edits) {
    if (edit.at > now - ON_THEIR_WAY_MS && alive.has(tabOf(edit.key))) continue;
    const { document } = nameOfCopy(edit.copy);
    documents.set(document, [...(documents.get(document) ?? []), edit]);
  }
  return [...documents].map(([document, own]) => ({ document, title: own.at(-1)?.title ?? "", edits: own }));
}

/** Without the documents that an open tab answers for. */
export function ownerless(waiting: readonly Waiting[], alive: ReadonlySet<string>): Waiting[] {
  return waiting.filter(({ edits }) => edits.every(({ key }) => !alive.has(tabOf(key))));
}

/** Everything set aside, document by document, in the order in which the documents first come. */
export function byDocument(asides: readonly SetAside[]): SetAside[][] {
  const documents = new Map<string, SetAside[]>();
  for (const aside of asides) documents.set(aside.document, [...(documents.get(aside.document) ?? []), aside]);
  return [...documents.values()];
}
