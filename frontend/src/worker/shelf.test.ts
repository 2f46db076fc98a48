import { beforeEach, describe, expect, test } from "vitest";

import { versionLock } from "../offline/versions";
import type { Release } from "./release";
import { Shelf } from "./shelf";

type Requested = string | Request;

function addressOf(request: Requested): string {
  return typeof request === "string" ? request : request.url;
}

/** The browser's caches, as far as the shelf uses them. */
class Caches {
  readonly all = new Map<string, Map<string, Response>>();

  async open(name: string): Promise<Pick<Cache, "match" | "put">> {
    const cache = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, cache);
    return await Promise.resolve({
      match: (request) => Promise.resolve(cache.get(addressOf(request as Requested))),
      put: (request, response) => Promise.resolve(void cache.set(addressOf(request as Requested), response)),
    });
  }

  match(request: Requested): Promise<Response | undefined> {
    const found = [...this.all.values()].map((cache) => cache.get(addressOf(request)));
    return Promise.resolve(found.find((response) => response !== undefined));
  }

  keys(): Promise<string[]> {
    return Promise.resolve([...this.all.keys()]);
  }

  delete(name: string): Promise<boolean> {
    return Promise.resolve(this.all.delete(name));
  }
}

let caches: Caches;
let asked: [string, RequestInit][];
let missing: string[];
let locks: string[];
let superseded: boolean;

beforeEach(() => {
  caches = new Caches();
  [asked, missing, locks, superseded] = [[], [], [], false];
});

function shelf(version: string, files: string[] = ["/static/a/one.js", "/static/mark.svg"]): Shelf {
  const shells = { document: `/offline/document?version=${version}`, list: `/offline/?version=${version}` };
  const release: Release = { version, built: 1, files, assets: "/static/a/", shells };
  return new Shelf(release, {
    caches: caches as unknown as CacheStorage,
    fetch: (url, options) => {
      asked.push([url, options]);
      return Promise.resolve(new Response(url, { status: missing.includes(url) ? 404 : 200 }));
    },
    heldLocks: () => Promise.resolve(locks),
    isSuperseded: () => superseded,
  });
}

describe("filling", () => {
  test("fetches the files and, without cookies, the pages", async () => {
    const one = shelf("v1");
    await one.fill();
    expect(await (await one.shell("list"))?.text()).toBe("/offline/?version=v1");
    const pages = asked.filter(([url]) => url.startsWith("/offline"));
    expect(pages.map(([, { credentials }]) => credentials)).toEqual(["omit", "omit"]);
  });

  test("takes from another version what it has already, but not a file whose name never changes", async () => {
    await shelf("v1").fill();
    asked = [];
    await shelf("v2", ["/static/a/one.js", "/static/a/two.js", "/static/mark.svg"]).fill();
    expect(
      asked
        .map(([url]) => url)
        .filter((url) => url.startsWith("/static"))
        .sort(),
    ).toEqual(["/static/a/two.js", "/static/mark.svg"]);
  });

  test("fails as a whole when something is missing", async () => {
    missing = ["/offline/document?version=v1"];
    await expect(shelf("v1").fill()).rejects.toThrow("404");
  });
});

describe("tidying", () => {
  beforeEach(async () => {
    for (const version of ["v1", "v2", "v3"]) await shelf(version).fill();
    await caches.open("somebody else's");
  });

  test("throws away the versions that no open page was made by", async () => {
    locks = [versionLock("v2"), "another lock"];
    await shelf("v3").tidy();
    expect(await caches.keys()).toEqual(["scriptorium:v2", "scriptorium:v3", "somebody else's"]);
  });

  test("leaves everything while a newer version is on its way", async () => {
    superseded = true;
    await shelf("v1").tidy();
    expect(await caches.keys()).toHaveLength(4);
  });
});

test("files are kept when they were used, but not an answer that says they are gone", async () => {
  const one = shelf("v1");
  await one.add(new Request("https://text.example/static/a/two.js"), new Response("two"));
  await one.add(new Request("https://text.example/static/a/gone.js"), new Response("", { status: 404 }));
  expect(await (await one.find(new Request("https://text.example/static/a/two.js")))?.text()).toBe("two");
  expect(await one.find(new Request("https://text.example/static/a/gone.js"))).toBeUndefined();
});
