/** Why a document stopped being editable here, and what happens to the edits that weren't sent. */
export type Ending =
  /** Sign in again; the copy and its unsent edits stay. */
  | { readonly kind: "signed-out" }
  /** Not there any more, or not for this user. */
  | { readonly kind: "gone" }
  /** The document was restored from a backup: this copy belongs to an earlier life of it. */
  | { readonly kind: "another-generation" }
  /** This page is older than the document's contents; the copy and its unsent edits wait for the reload. */
  | { readonly kind: "old-page" }
  /** The server refused an edit; the document is opened afresh. */
  | { readonly kind: "refused"; readonly code: string };

const FIRST_FINAL_CODE = 4400;
const LAST_FINAL_CODE = 4499;

/** What a WebSocket's close code ends; null when connecting again may help. */
export function endingOfCloseCode(code: number): Ending | null {
  if (code < FIRST_FINAL_CODE || code > LAST_FINAL_CODE) return null;
  switch (code) {
    case 4401:
      return { kind: "signed-out" };
    case 4404:
      return { kind: "gone" };
    case 4409:
      return { kind: "another-generation" };
    case 4413:
      return endingOfRefusal("too-large");
    case 4422:
      return endingOfRefusal("invalid");
    default:
      return endingOfRefusal("malformed");
  }
}

export function endingOfRefusal(code: string): Ending {
  return code === "old-schema" ? { kind: "old-page" } : { kind: "refused", code };
}

/** Whether the local copy is thrown away (after its unsent edits were set aside). */
export function endsTheCopy(ending: Ending): boolean {
  return ending.kind !== "signed-out" && ending.kind !== "old-page";
}
