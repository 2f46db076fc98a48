import { element } from "../lib/element";
import { readPageData, type PageData } from "../lib/page-data";
import { settled } from "./account";
import { Kept } from "./kept";

/** What a document's page has to go by. */
export type Opening =
  /** What the server said in this page, or (`title`) what it said when the document was last opened here. */
  | { readonly kind: "open"; readonly page: PageData; readonly title: string | null }
  /** The document was never opened in this browser by whoever is signed in. */
  | { readonly kind: "unknown" }
  /** Nobody is signed in, as far as this browser knows. */
  | { readonly kind: "signed-out" };

const PATH = /^\/documents\/([^/]+)\/$/;

/** A page that stands in for the server's gets the `#page` that this browser keeps of it. */
export async function findOpening(path = location.pathname): Promise<Opening> {
  const mayShowKept = await settled;
  if (document.getElementById("page") !== null) return { kind: "open", page: readPageData(), title: null };
  if (!mayShowKept) return { kind: "unknown" };
  const opening = await openingOf(PATH.exec(path)?.[1] ?? "");
  if (opening.kind === "open") {
    const data = element("script", { type: "application/json", id: "page" }, JSON.stringify(opening.page));
    document.body.append(data);
  }
  return opening;
}

async function openingOf(documentId: string): Promise<Opening> {
  let kept: Kept;
  try {
    kept = await Kept.open();
  } catch (error) {
    if (error instanceof DOMException) return { kind: "unknown" };
    throw error;
  }
  try {
    const account = await kept.account();
    if (account === null) return { kind: "signed-out" };
    const found = await kept.page(account.id, documentId);
    return found === null ? { kind: "unknown" } : { kind: "open", page: found.page, title: found.title };
  } finally {
    kept.close();
  }
}
