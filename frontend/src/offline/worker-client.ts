import { versionLock, type WorkerMessage } from "./versions";

const LOOK_AGAIN_MS = 3_600_000;
const SELDOM_MS = 300_000;

/** Which version made this page, and when that was built: the later one is the newer one. */
export interface Version {
  readonly id: string;
  readonly built: number;
}

export function versionOfPage(): Version {
  const said = document.querySelector<HTMLMetaElement>('meta[name="version"]');
  return { id: said?.content ?? "", built: Number(said?.dataset["built"] ?? 0) };
}

/**
 * Registers the service worker, and calls `offer` when the app that it brings is newer than this page. What it is given
 * lets that one take over; the page then only has to be loaded again.
 */
export async function startWorker(page: Version, offer: (takeOver: () => Promise<void>) => void): Promise<void> {
  // Their types don't tell that a page has none which isn't served securely.
  const container = (navigator as Partial<Navigator>).serviceWorker;
  if (container === undefined || page.id === "") return;
  holdVersion(page.id);
  try {
    await container.register("/service-worker.js", { updateViaCache: "none" });
  } catch (error) {
    // Blocked, or no network for the first visit: the next one tries again.
    if (error instanceof DOMException || error instanceof TypeError) return;
    throw error;
  }
  const registration = await container.getRegistration();
  if (registration === undefined) return;
  watch(registration, page, offer);
  container.addEventListener("controllerchange", () => void compare(container.controller, page, offer));
  say(registration.active, { type: "tidy" });
}

type Offer = (takeOver: () => Promise<void>) => void;

function watch(registration: ServiceWorkerRegistration, page: Version, offer: Offer): void {
  void compare(registration.waiting, page, offer);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed") void compare(worker, page, offer);
    });
  });
  let looked = Date.now();
  const look = (): void => {
    if (document.hidden || Date.now() < looked + SELDOM_MS) return;
    looked = Date.now();
    registration.update().catch(() => undefined);
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
  setInterval(look, LOOK_AGAIN_MS);
}

/** A page that the server has just sent may be newer than the worker that it came through. */
async function compare(worker: ServiceWorker | null, page: Version, offer: Offer): Promise<void> {
  if (worker === null) return;
  const version = await versionOf(worker);
  if (version.id === page.id) {
    if (worker.state === "installed") say(worker, { type: "activate" });
  } else if (version.built > page.built) {
    offer(() => takeOver(worker));
  }
}

/** Resolves when the worker is in charge. */
function takeOver(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (worker.state === "activated" || worker.state === "redundant") resolve();
    };
    worker.addEventListener("statechange", look);
    say(worker, { type: "activate" });
    look();
  });
}

function versionOf(worker: ServiceWorker): Promise<Version> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<Version>) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage({ type: "version" } satisfies WorkerMessage, [port2]);
  });
}

/** As long as this page is there, the files of its version are kept. */
function holdVersion(version: string): void {
  const locks = (navigator as Partial<Navigator>).locks;
  void locks?.request(versionLock(version), { mode: "shared" }, () => new Promise(() => undefined));
}

function say(worker: ServiceWorker | null, message: WorkerMessage): void {
  worker?.postMessage(message);
}
