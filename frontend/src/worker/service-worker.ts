/// <reference lib="WebWorker" />
import { Kept } from "../offline/kept";
import type { WorkerMessage } from "../offline/versions";
import { answerNavigation } from "./navigation";
import { documentOf, shellFor, type Release } from "./release";
import { Shelf } from "./shelf";

declare const self: ServiceWorkerGlobalScope & { readonly release: Release };

const shelf = new Shelf(self.release, {
  caches: self.caches,
  fetch: (url, options) => fetch(url, options),
  heldLocks: async () => ((await self.navigator.locks.query()).held ?? []).map(({ name = "" }) => name),
  isSuperseded: () => self.registration.installing !== null || self.registration.waiting !== null,
});

self.addEventListener("install", (event) => {
  event.waitUntil(shelf.fill());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), shelf.tidy()]));
});

self.addEventListener("message", (event) => {
  const message = event.data as WorkerMessage;
  switch (message.type) {
    case "version":
      event.ports[0]?.postMessage({ id: self.release.version, built: self.release.built });
      break;
    case "activate":
      event.waitUntil(self.skipWaiting());
      break;
    case "tidy":
      event.waitUntil(shelf.tidy());
      break;
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  const path = url.origin === self.location.origin ? url.pathname : request.url;
  const shell = request.mode === "navigate" && url.origin === self.location.origin ? shellFor(url) : null;
  if (shell !== null) {
    event.respondWith(
      answerNavigation(shell, {
        fetch: () => fetch(request),
        shell: (name) => shelf.shell(name),
        isKept: () => isKept(documentOf(url)),
        pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      }),
    );
  } else if (shelf.isAsset(path)) {
    event.respondWith(answerAsset(event));
  } else if (shelf.isKept(path)) {
    event.respondWith(fetch(request).catch(async (error: unknown) => (await shelf.find(request)) ?? fail(error)));
  }
});

async function answerAsset(event: FetchEvent): Promise<Response> {
  const kept = await shelf.find(event.request);
  if (kept !== undefined) return kept;
  const response = await fetch(event.request);
  event.waitUntil(shelf.add(event.request, response.clone()));
  return response;
}

/** Null: the list. */
async function isKept(document: string | null): Promise<boolean> {
  let kept: Kept;
  try {
    kept = await Kept.open();
  } catch {
    // Nothing is kept, or by a newer version.
    return false;
  }
  try {
    const account = await kept.account();
    if (account === null) return false;
    return document === null || (await kept.page(account.id, document)) !== null;
  } finally {
    kept.close();
  }
}

function fail(error: unknown): never {
  throw error;
}
