import { copyKey, Database } from "../collab/database";
import { Kept } from "./kept";

/** Open pages of the same browser hear by this channel that a user's text is gone from it. */
export const FORGOTTEN = "scriptorium:forgotten";

/**
 * Takes what belongs to a user out of this browser: the copies of documents, what is known of them, and the edits that
 * were never saved if the user has agreed to lose them. Without that word these stay, for the same user alone.
 */
export async function forgetUser(user: string): Promise<void> {
  const [kept, database] = await Promise.all([Kept.open(), Database.open()]);
  try {
    const agreed = await kept.hasAgreedToLose(user);
    const channel = new BroadcastChannel(FORGOTTEN);
    channel.postMessage({ user, agreed });
    channel.close();
    const copies = await copiesOf(user, kept);
    if (agreed) await database.forgetUser(user);
    await kept.endSession(user);
    await kept.forgetAll(user);
    await Promise.all(copies.map(remove));
    await kept.endAgreement(user);
  } finally {
    kept.close();
    database.close();
  }
}

/** The databases that y-indexeddb made for this user's documents. */
async function copiesOf(user: string, kept: Kept): Promise<string[]> {
  const pages = await kept.pages(user);
  const known = pages.map(({ document, page: { generation } }) => copyKey({ user, document, generation }));
  // Not every browser lists its databases; those that do also name copies of earlier generations.
  const listed = "databases" in indexedDB ? await indexedDB.databases() : [];
  const prefix = copyKey({ user, document: "", generation: "" }).slice(0, -1);
  const named = listed.map(({ name = "" }) => name).filter((name) => name.startsWith(prefix));
  return [...new Set([...known, ...named])];
}

function remove(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => {
      resolve();
    };
    request.onerror = () => {
      reject(request.error ?? new Error("A local copy could not be erased."));
    };
  });
}
