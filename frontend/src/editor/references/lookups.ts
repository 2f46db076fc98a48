import { readPageData } from "../../lib/page-data";
import { CurrentNames } from "./current";

export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  /** Only told to those who are in the document by name. */
  readonly email?: string;
  /** False for somebody whom the reader knows from elsewhere. */
  readonly access?: boolean;
}

export interface FoundDocument {
  readonly id: string;
  readonly title: string;
}

/** The titles that documents have now, of those that the reader may open. */
export const currentTitles = new CurrentNames(async (ids) => {
  const { titles } = await get<{ titles: Record<string, string> }>("/documents/titles", { ids: ids.join(",") });
  return new Map(Object.entries(titles));
});

/** The names that people have now, of those who may open this document. */
export const currentPeople = new CurrentNames(async (ids) => {
  const { people } = await get<{ people: FoundPerson[] }>(peopleUrl(), { ids: ids.join(",") });
  return new Map(people.map(({ id, name }) => [id, name]));
});

/** The document's title now; null where it is gone or not for this reader. */
export async function titleOf(id: string): Promise<string | null> {
  const { titles } = await get<{ titles: Record<string, string> }>("/documents/titles", { ids: id });
  return titles[id] ?? null;
}

export async function findPeople(query: string, signal: AbortSignal): Promise<FoundPerson[]> {
  const { people } = await get<{ people: FoundPerson[] }>(peopleUrl(), { q: query }, signal);
  return people;
}

export async function findDocuments(query: string, signal: AbortSignal): Promise<FoundDocument[]> {
  const { documents } = await get<{ documents: FoundDocument[] }>("/documents/find", { q: query }, signal);
  return documents;
}

function peopleUrl(): string {
  return `/documents/${readPageData().document}/people`;
}

/** Rejects for every other answer than the one asked for: offline, signed out, too often. */
async function get<Answer>(url: string, query: Record<string, string>, signal?: AbortSignal): Promise<Answer> {
  const answer = await fetch(`${url}?${new URLSearchParams(query).toString()}`, {
    headers: { Accept: "application/json" },
    redirect: "error",
    signal: signal ?? null,
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as Answer;
}
