import { asideOfWaiting } from "../collab/aside-of-waiting";
import { Database } from "../collab/database";
import { waitingByDocument } from "../collab/left-behind";
import { tabOf, Tabs } from "../collab/tabs";

/**
 * What a guest wrote in this browser and the server never got becomes the account's that the guest has signed in to: to
 * read, copy or discard, since another may have sat here before. False while an open tab still has some of it.
 */
export async function takeOver(guest: string, user: string, taken: Set<string>): Promise<boolean> {
  const database = await Database.open();
  try {
    const [edits, asides] = await Promise.all([database.editsOfUser(guest), database.asideOfUser(guest)]);
    const locks = (navigator as Partial<Navigator>).locks ?? null;
    const alive = await new Tabs(locks).areAlive(edits.map(({ key }) => tabOf(key)));
    const left = edits.filter(({ key }) => !alive.has(tabOf(key)));
    for (const waiting of waitingByDocument(left, Date.now(), alive)) {
      const aside = { ...asideOfWaiting(user, waiting), id: `guest:${guest}:${waiting.document}`, reason: "guest" };
      const keys = waiting.edits.map(({ key }) => key);
      await database.setAside(aside, keys);
      taken.add(waiting.document);
    }
    for (const aside of asides) {
      // Under the same id it takes the place of the guest's.
      await database.setAside({ ...aside, user }, []);
      taken.add(aside.document);
    }
    return left.length === edits.length;
  } finally {
    database.close();
  }
}
