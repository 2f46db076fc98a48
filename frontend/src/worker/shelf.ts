import { versionLock } from "../offline/versions";
import type { Release, Shell } from "./release";

const PREFIX = "scriptorium:";

/** The browser, as far as the shelf needs it. */
export interface Storeroom {
  readonly caches: CacheStorage;
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
  /** The names of the locks that are held. */
  readonly heldLocks: () => Promise<string[]>;
  /** Whether a newer worker is being installed, or waits. */
  readonly isSuperseded: () => boolean;
}

/**
 * The files that a version consists of, in a cache of its own. Nothing that belongs to somebody comes here: the bundle,
 * the icons, and pages that were made without knowing who asks.
 */
export class Shelf {
  readonly #release: Release;
  readonly #room: Storeroom;

  constructor(release: Release, room: Storeroom) {
    this.#release = release;
    this.#room = room;
  }

  /** All or nothing: rejects if something is missing, and the browser tries again later. */
  async fill(): Promise<void> {
    const { files, shells } = this.#release;
    const cache = await this.#room.caches.open(this.#name);
    await Promise.all([
      ...files.map((url) => this.#keepFile(cache, url)),
      ...Object.values(shells).map((url) => this.#keepShell(cache, url)),
    ]);
  }

  async shell(name: Shell): Promise<Response | undefined> {
    const cache = await this.#room.caches.open(this.#name);
    return await cache.match(this.#release.shells[name]);
  }

  /** Whether the file's name tells its content, so that any version's copy is the right one. */
  isAsset(url: string): boolean {
    return url.startsWith(this.#release.assets);
  }

  isKept(url: string): boolean {
    return this.#release.files.includes(url);
  }

  async find(request: Request): Promise<Response | undefined> {
    return await this.#room.caches.match(request, { ignoreVary: true });
  }

  async add(request: Request, response: Response): Promise<void> {
    if (response.status !== 200 || response.type === "opaque") return;
    const cache = await this.#room.caches.open(this.#name);
    await cache.put(request, response);
  }

  /** Throws away the caches of versions that no open page was made by. */
  async tidy(): Promise<void> {
    const names = (await this.#room.caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== this.#name);
    const held = new Set(await this.#room.heldLocks());
    // Asked after the names are known: a cache among them may be that of a worker on its way in.
    if (this.#room.isSuperseded()) return;
    const unneeded = names.filter((name) => !held.has(versionLock(name.slice(PREFIX.length))));
    await Promise.all(unneeded.map((name) => this.#room.caches.delete(name)));
  }

  get #name(): string {
    return PREFIX + this.#release.version;
  }

  /** What another version has already isn't fetched again. */
  async #keepFile(cache: Cache, url: string): Promise<void> {
    const known = this.isAsset(url) ? await this.#room.caches.match(url, { ignoreVary: true }) : undefined;
    await cache.put(url, known ?? (await this.#fetch(url, { credentials: "same-origin" })));
  }

  /** Without cookies, so that the answer can't depend on who is signed in. */
  async #keepShell(cache: Cache, url: string): Promise<void> {
    await cache.put(url, await this.#fetch(url, { credentials: "omit", cache: "no-store" }));
  }

  async #fetch(url: string, options: RequestInit): Promise<Response> {
    const response = await this.#room.fetch(url, options);
    if (response.status !== 200 || response.redirected) throw new Error(`${url} was answered ${response.status}.`);
    return response;
  }
}
