import type { PageData } from "./page";

export type { PageData, PageFiles, PageUser } from "./page";

export function readPageData(): PageData {
  const element = document.getElementById("page");
  if (element === null) throw new Error("The page has no #page data.");
  return JSON.parse(element.textContent) as PageData;
}

/** Where large updates go. It says for whom, and for which life of the document: both may have changed meanwhile. */
export function uploadUrl({ updates, generation, user }: PageData, schema: number): string {
  const query = new URLSearchParams({ generation, schema: String(schema), user: user.id });
  return `${updates}?${query.toString()}`;
}
