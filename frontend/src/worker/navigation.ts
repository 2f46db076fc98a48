import type { Shell } from "./release";

/** After this, what is kept is shown rather than an empty window. */
export const PATIENCE_MS = 5_000;
const SERVER_FAULT = 500;

export interface NavigationWorld {
  readonly fetch: () => Promise<Response>;
  readonly shell: (name: Shell) => Promise<Response | undefined>;
  /** Whether this browser keeps what the address shows. */
  readonly isKept: () => Promise<boolean>;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * The page that the server sends. Where it can't (no network, a server that fails, no answer in time) the page that
 * stands in for it: an address that isn't kept here waits for the network as long as it takes.
 */
export async function answerNavigation(name: Shell, world: NavigationWorld): Promise<Response> {
  const fromServer = world.fetch().then(
    async (response) => (response.status < SERVER_FAULT ? response : ((await world.shell(name)) ?? response)),
    async (error: unknown) => {
      const shell = await world.shell(name);
      if (shell === undefined) throw error;
      return shell;
    },
  );
  const late = world
    .pause(PATIENCE_MS)
    .then(async () => ((await world.isKept()) ? await world.shell(name) : undefined));
  return (await Promise.race([fromServer, late])) ?? (await fromServer);
}
