import { Database } from "../collab/database";
import { LiveDocument } from "../collab/live-document";
import { resultOfAnswer } from "../collab/upload-answer";
import { SCHEMA_VERSION } from "../editor/schema/description";
import { uploadUrl, type PageData } from "../lib/page-data";
import { upload } from "../lib/upload";

/** Null where the browser keeps nothing. */
export async function openDatabase(): Promise<Database | null> {
  try {
    return await Database.open();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Its type doesn't tell that a page has none which isn't served securely. */
export function pageLocks(): LockManager | null {
  return (navigator as Partial<Navigator>).locks ?? null;
}

/** The document of this page, not open yet. `uploading` hears how far a large upload is, and null at its end. */
export function liveDocumentOf(
  page: PageData,
  database: Database | null,
  uploading: (part: number | null) => void,
): LiveDocument {
  return new LiveDocument({
    name: { user: page.user.id, document: page.document, generation: page.generation },
    schema: SCHEMA_VERSION,
    url: new URL(page.socket, location.href.replace(/^http/, "ws")).href,
    bulkBytes: page.bulkBytes,
    role: page.role,
    mayWrite: page.mayWrite,
    database,
    locks: pageLocks(),
    upload: async (update, gone) =>
      resultOfAnswer(await upload(uploadUrl(page, SCHEMA_VERSION), update, gone, uploading)),
    now: Date.now,
    random: Math.random,
  });
}
