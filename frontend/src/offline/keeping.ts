import type { Ending } from "../collab/closing";
import type { LiveDocument } from "../collab/live-document";
import type { PageData } from "../lib/page-data";
import { FORGOTTEN } from "./forgetting";
import { Kept } from "./kept";

/** Keeps what an open document's page is made from, so that it opens without the server, until its reader may not. */
export async function keepPage(live: LiveDocument, page: PageData): Promise<void> {
  listenForForgetting(live, page.user.id);
  let kept: Kept;
  try {
    kept = await Kept.open();
  } catch (error) {
    if (error instanceof DOMException) return;
    throw error;
  }
  const keeper = new Keeper(kept, live, page);
  live.on("rights", keeper.keep);
  live.on("changed", keeper.keepTitle);
  live.on("ended", keeper.end);
  keeper.keep();
}

class Keeper {
  readonly #kept: Kept;
  readonly #live: LiveDocument;
  readonly #page: PageData;
  readonly #openedAt = Date.now();
  #title: string | null = null;

  constructor(kept: Kept, live: LiveDocument, page: PageData) {
    this.#kept = kept;
    this.#live = live;
    this.#page = page;
  }

  readonly keep = (): void => {
    const { session, role, mayWrite, ending } = this.#live;
    if (ending !== null || session?.complete !== true) return;
    this.#title = session.title.toJSON();
    const { user, document } = this.#page;
    const page = { ...this.#page, role, mayWrite };
    void this.#kept.keep({ user: user.id, document, title: this.#title, openedAt: this.#openedAt, page });
  };

  readonly keepTitle = (): void => {
    if (this.#live.session?.title.toJSON() !== this.#title) this.keep();
  };

  readonly end = ({ kind }: Ending): void => {
    const { user, document } = this.#page;
    if (kind === "gone") void this.#kept.forget(user.id, document);
    if (kind === "signed-out") void this.#kept.endSession(user.id);
  };
}

/** Another page of this browser saw its reader sign out. */
function listenForForgetting(live: LiveDocument, user: string): void {
  const channel = new BroadcastChannel(FORGOTTEN);
  channel.onmessage = ({ data }: MessageEvent<{ user: string; agreed: boolean }>) => {
    if (data.user === user) void live.signOut(data.agreed);
  };
}
