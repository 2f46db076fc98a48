/** What the server tells the editor page in its `#page` script element. */
export interface PageData {
  readonly document: string;
  readonly generation: string;
  readonly role: number;
  readonly mayWrite: boolean;
  readonly mayShare: boolean;
  readonly socket: string;
  readonly updates: string;
  readonly members: string;
  readonly maxFrameBytes: number;
  readonly bulkBytes: number;
  readonly user: PageUser;
  readonly files: PageFiles;
}

export interface PageFiles {
  readonly url: string;
  readonly maxBytes: number;
}

export interface PageUser {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

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
