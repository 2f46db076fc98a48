import { Database, type SetAside, type StoredEdit } from "../collab/database";
import { ownerless, waitingByDocument, type Waiting } from "../collab/left-behind";
import { tabOf, Tabs } from "../collab/tabs";
import { element } from "../lib/element";
import { t, timeText, tn } from "../lib/i18n";
import { AsidePanel } from "./aside-panel";

/**
 * Says on a page without a document what this browser holds of its reader's writing and the server doesn't. Where there
 * is a server, what no open tab answers for is sent from here.
 */
export async function showBehind(section: HTMLElement, user: string, send = true): Promise<void> {
  let database: Database;
  try {
    database = await Database.open();
  } catch (error) {
    // The browser keeps nothing, so nothing was left behind.
    if (error instanceof DOMException) return;
    throw error;
  }
  section.dataset["user"] = user;
  const locks = (navigator as Partial<Navigator>).locks ?? null;
  const view = new LeftBehindView(section, database, location.pathname, locks);
  await view.refresh();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void view.refresh();
  });
  if (!send || view.ownerless.length === 0) return;
  const { sendBehind } = await import("./sending-behind");
  await sendBehind(view, database);
}

export class LeftBehindView {
  readonly #section: HTMLElement;
  readonly #database: Database;
  readonly #user: string;
  readonly #locks: LockManager | null;
  /** The document that this page was to show and that the server doesn't open to this user. */
  readonly #closed: string | null;
  readonly #refused = refusedNotice();
  readonly #panel: AsidePanel;
  /** The edits behind those entries of the panel that still stand among the unsent ones. */
  readonly #unsent = new Map<string, readonly StoredEdit[]>();
  #ownerless: readonly Waiting[] = [];

  constructor(section: HTMLElement, database: Database, path: string, locks: LockManager | null) {
    this.#section = section;
    this.#database = database;
    this.#locks = locks;
    this.#user = section.dataset["user"] ?? "";
    this.#closed = /^\/documents\/([^/]+)\/$/.exec(path)?.[1] ?? null;
    this.#panel = new AsidePanel({
      opener: this.#refused,
      titles: true,
      discard: (aside) => this.#discard(aside),
      restore: (aside) => this.#restore(aside),
    });
  }

  /** What waits for documents that no open tab answers for. */
  get ownerless(): readonly Waiting[] {
    return this.#ownerless;
  }

  readonly refresh = async (): Promise<void> => {
    const [asides, edits] = await Promise.all([
      this.#database.asideOfUser(this.#user),
      this.#database.editsOfUser(this.#user),
    ]);
    const alive = await this.#alive(edits);
    const waiting = waitingByDocument(edits, Date.now(), alive);
    this.#ownerless = ownerless(waiting, alive);
    const unreachable = waiting.find(({ document }) => document === this.#closed);
    const shown = unreachable === undefined ? asides : [await this.#asAside(unreachable), ...asides];
    const documents = new Set(shown.map(({ document }) => document)).size;
    this.#refused.firstElementChild?.replaceChildren(
      tn(
        "Some of your text was not accepted in {count} document.",
        "Some of your text was not accepted in {count} documents.",
        documents,
      ),
    );
    this.#section.replaceChildren(
      this.#refused,
      ...waiting.filter((one) => one !== unreachable).map((one) => waitingNotice(one)),
    );
    this.#section.hidden = shown.length === 0 && waiting.length === 0;
    this.#panel.show(shown);
  };

  /** Without locks nobody can tell; then every tab counts as alive. */
  async #alive(edits: readonly StoredEdit[]): Promise<Set<string>> {
    const tabs = new Set(edits.map(({ key }) => tabOf(key)));
    return this.#locks === null ? tabs : await new Tabs(this.#locks).areAlive(tabs);
  }

  async #asAside(waiting: Waiting): Promise<SetAside> {
    const { asideOfWaiting } = await import("../collab/aside-of-waiting");
    const aside = asideOfWaiting(this.#user, waiting);
    this.#unsent.set(aside.id, waiting.edits);
    return aside;
  }

  async #discard({ id }: SetAside): Promise<void> {
    const edits = this.#unsent.get(id);
    if (edits === undefined) await this.#database.discard(id);
    else await this.#database.removeEdits(edits.map(({ key }) => key));
    await this.refresh();
  }

  async #restore(aside: SetAside): Promise<void> {
    const edits = this.#unsent.get(aside.id);
    if (edits === undefined) await this.#database.setAside(aside, []);
    else await Promise.all(edits.map((edit) => this.#database.addEdit(edit)));
    await this.refresh();
  }
}

function refusedNotice(): HTMLElement {
  const button = element("button", { type: "button", class: "button", "data-dialog-open": "aside" }, t("Show my text"));
  return element("div", { class: "notice notice--warning" }, element("p"), button);
}

function waitingNotice({ document, title, edits }: Waiting): HTMLElement {
  const name = title.trim() === "" ? t("Untitled") : title;
  const count = edits.length;
  const at = new Date(edits.at(-1)?.at ?? 0);
  const text = tn(
    "{count} edit in “{title}” waits in this browser.",
    "{count} edits in “{title}” wait in this browser.",
    count,
    { title: name },
  );
  return element(
    "p",
    { class: "notice", "data-document": document },
    element("span", {}, text),
    element("time", { datetime: at.toISOString() }, timeText(at)),
    element(
      "a",
      { class: "button", href: `/documents/${document}/` },
      navigator.onLine ? tn("Open it to send it", "Open it to send them", count) : t("Open"),
    ),
  );
}
