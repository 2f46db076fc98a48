import "fake-indexeddb/auto";

import * as Y from "yjs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { copyKey, Database, type SetAside } from "../collab/database";
import { LocalCopy } from "../collab/local-copy";
import type { PageData } from "../lib/page";
import { signedOutIn } from "./account";
import { FORGOTTEN, forgetUser } from "./forgetting";
import { Kept } from "./kept";

let kept: Kept;
let database: Database;
let users = 0;
let ada = "";
let ben = "";

beforeEach(async () => {
  users += 1;
  [ada, ben] = [`ada${users}`, `ben${users}`];
  [kept, database] = await Promise.all([Kept.open(), Database.open()]);
});

afterEach(() => {
  kept.close();
  database.close();
});

function keep(user: string, document: string, openedAt = 1): Promise<void> {
  const page = { document, generation: "g1", user: { id: user, name: user, color: "#123456" } } as PageData;
  return kept.keep({ user, document, title: `${document} of ${user}`, openedAt, page });
}

describe("the account", () => {
  test("is the one that was said last", async () => {
    await kept.setAccount({ id: ada, name: "Ada" });
    await kept.setAccount({ id: ben, name: "Ben" });
    expect(await kept.account()).toEqual({ id: ben, name: "Ben" });
    await kept.setAccount(null);
    expect(await kept.account()).toBeNull();
  });

  test("stays when it was another one's session that ended", async () => {
    await kept.setAccount({ id: ben, name: "Ben" });
    await kept.endSession(ada);
    expect((await kept.account())?.id).toBe(ben);
    await kept.endSession(ben);
    expect(await kept.account()).toBeNull();
  });

  test.each([
    ["csrf=1; signed-out=u1", "u1"],
    ["__Host-signed-out=u2; theme=dark", "u2"],
    ["signed-out=", null],
    ["not-signed-out=u1", null],
    ["", null],
  ])("the cookies %j say that %j has signed out", (cookies, user) => {
    expect(signedOutIn(cookies)).toBe(user);
  });
});

describe("pages", () => {
  test("are those of one user, the latest first", async () => {
    await keep(ada, "d1", 1);
    await keep(ada, "d2", 2);
    await keep(ben, "d1", 3);
    expect((await kept.pages(ada)).map(({ document }) => document)).toEqual(["d2", "d1"]);
    expect((await kept.page(ben, "d1"))?.title).toBe(`d1 of ${ben}`);
    expect(await kept.page(ben, "d2")).toBeNull();
    await kept.forget(ada, "d2");
    expect((await kept.pages(ada)).map(({ document }) => document)).toEqual(["d1"]);
  });
});

async function leaveText(user: string): Promise<void> {
  await keep(user, "d1");
  const name = copyKey({ user, document: "d1", generation: "g1" });
  const doc = new Y.Doc();
  const copy = new LocalCopy(name, doc);
  await copy.loaded();
  doc.getText("title").insert(0, "Secret");
  await copy.close();
  await database.addEdit({ key: `${user}:1`, at: 1, update: new Uint8Array([1]), copy: name, title: "Secret" });
  const aside = { id: `${user}+1`, user, document: "d2", title: "", at: 1, reason: "gone", edits: 2 };
  await database.setAside({ ...aside, written: "x", text: "", update: new Uint8Array() } satisfies SetAside, []);
}

async function copiesOf(user: string): Promise<string[]> {
  return (await indexedDB.databases()).map(({ name = "" }) => name).filter((name) => name.includes(user));
}

describe("forgetting a user", () => {
  beforeEach(async () => {
    await leaveText(ada);
    await leaveText(ben);
    await kept.setAccount({ id: ada, name: "Ada" });
  });

  test("who agreed to lose what wasn't saved leaves nothing, and nothing of another one's goes", async () => {
    await kept.agreeToLose(ada);
    await forgetUser(ada);
    expect(await kept.pages(ada)).toEqual([]);
    expect(await copiesOf(ada)).toEqual([]);
    expect(await database.editsOfUser(ada)).toEqual([]);
    expect(await database.asideOfUser(ada)).toEqual([]);
    expect(await kept.account()).toBeNull();
    expect(await kept.hasAgreedToLose(ada)).toBe(false);
    expect(await kept.pages(ben)).toHaveLength(1);
    expect(await copiesOf(ben)).toHaveLength(1);
    expect(await database.editsOfUser(ben)).toHaveLength(1);
    expect(await database.asideOfUser(ben)).toHaveLength(1);
  });

  test("who was not asked keeps the edits that only this browser has", async () => {
    await forgetUser(ada);
    expect(await kept.pages(ada)).toEqual([]);
    expect(await copiesOf(ada)).toEqual([]);
    expect(await database.editsOfUser(ada)).toHaveLength(1);
    expect(await database.asideOfUser(ada)).toHaveLength(1);
  });

  test("is told to the other pages of the browser", async () => {
    const channel = new BroadcastChannel(FORGOTTEN);
    const told = new Promise((resolve) => {
      channel.onmessage = ({ data }) => {
        resolve(data);
      };
    });
    await forgetUser(ada);
    expect(await told).toEqual({ user: ada, agreed: false });
    channel.close();
  });
});
