import type { Ending } from "../collab/closing";
import type { SetAside } from "../collab/database";
import type { LiveDocument } from "../collab/live-document";
import type { Session } from "../collab/session";
import { t } from "../lib/i18n";
import { isReloading } from "../lib/leaving";
import type { AsidePanel } from "./aside-panel";
import type { Notices } from "./notices";
import type { People } from "./people";

const EDITOR = 30;

/** The editor of one session's text, as the page needs it. */
export interface SessionEditor {
  setEditable(editable: boolean): void;
  focusIfNew(): void;
  /** Goes on where an editor that this one replaces had the focus. */
  focusEnd(): void;
  destroy(): void;
}

export interface DocumentPageOptions {
  readonly live: LiveDocument;
  readonly body: HTMLElement;
  readonly aside: AsidePanel;
  readonly notices: Notices;
  readonly people: People;
  readonly makeEditor: (session: Session) => SessionEditor;
  readonly say: (text: string) => void;
}

/** Puts what happens to the live document on the page: its text, its rights, its end. */
export class DocumentPage {
  readonly #options: DocumentPageOptions;
  #editor: SessionEditor | null = null;
  #loading = true;
  #asides = 0;
  #storageSaid = false;

  constructor(options: DocumentPageOptions) {
    this.#options = options;
    const { live } = options;
    live.on("session", this.#bind);
    live.on("changed", this.#refresh);
    live.on("rights", this.#sayRights);
    live.on("ended", this.#showEnding);
    live.on("aside", this.#showAside);
    live.on("storageFailed", this.#sayStorage);
    window.addEventListener("online", this.#connectSooner);
    window.addEventListener("pageshow", this.#connectSooner);
    document.addEventListener("visibilitychange", this.#connectSooner);
    window.addEventListener("offline", () => live.session?.dropLine());
    window.addEventListener("beforeunload", (event) => {
      if (!isReloading() && (live.session?.ledger.count ?? 0) > 0) event.preventDefault();
    });
  }

  readonly #bind = (session: Session): void => {
    const hadFocus = this.#options.body.contains(document.activeElement);
    this.#editor?.destroy();
    this.#editor = this.#options.makeEditor(session);
    this.#options.people.watch(session.awareness);
    this.#refresh();
    if (hadFocus) this.#editor.focusEnd();
  };

  readonly #refresh = (): void => {
    const { live, body } = this.#options;
    const complete = live.session?.complete ?? false;
    this.#editor?.setEditable(live.writable);
    if (!this.#loading || !complete || this.#editor === null) return;
    this.#loading = false;
    body.removeAttribute("data-loading");
    if (live.mayWrite) this.#editor.focusIfNew();
  };

  readonly #sayRights = (mayWrite: boolean): void => {
    // An editor who may not write: the band over the text says who locked it.
    if (!mayWrite && this.#options.live.role >= EDITOR) return;
    this.#options.say(
      mayWrite ? t("You may edit this document now.") : t("You may view this document, but no longer edit it."),
    );
  };

  readonly #showEnding = (ending: Ending): void => {
    const { live, notices } = this.#options;
    this.#refresh();
    notices.ended(ending, live.session?.ledger.count ?? 0, live.asides.length);
  };

  readonly #showAside = (asides: readonly SetAside[]): void => {
    const { live, notices, aside } = this.#options;
    aside.show(asides);
    const latest = asides[0];
    if (asides.length > this.#asides && latest !== undefined && live.ending === null) {
      notices.refused(latest.reason, latest.edits);
    } else if (asides.length === 0 && live.ending === null) {
      notices.clear();
    }
    this.#asides = asides.length;
  };

  readonly #sayStorage = (): void => {
    if (this.#storageSaid) return;
    this.#storageSaid = true;
    this.#options.say(t("This browser can’t keep a copy for working offline."));
  };

  readonly #connectSooner = (): void => {
    if (!document.hidden) this.#options.live.session?.connectSooner();
  };
}
