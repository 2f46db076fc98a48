import "./styles/document.css";

import type { SetAside } from "./collab/database";
import type { LiveDocument } from "./collab/live-document";
import { DocumentEditor } from "./editor/document-editor";
import { startPageView } from "./editor/reading/page-view";
import { beforeReload } from "./lib/leaving";
import { byId } from "./lib/element";
import { t } from "./lib/i18n";
import type { PageData } from "./lib/page-data";
import { takenOver } from "./offline/account";
import { keepPage } from "./offline/keeping";
import { liveDocumentOf, openDatabase } from "./offline/live";
import { findOpening } from "./offline/opening";
import { AsidePanel, type Added } from "./ui/aside-panel";
import { DocumentPage } from "./ui/document-page";
import { Notices } from "./ui/notices";
import { People } from "./ui/people";
import { SaveStateView } from "./ui/save-state";
import { startShortcutSheet } from "./ui/shortcuts";
import { showNothingKept, standIn } from "./ui/stand-in";
import { toast } from "./ui/toasts";

const opening = await findOpening();
startShortcutSheet();
startPageView();
if (opening.kind === "open") await start(opening.page, opening.title);
else showNothingKept(opening.kind);

/** `keptTitle` is there where this page stands in for the server's. */
async function start(page: PageData, keptTitle: string | null): Promise<void> {
  const body = byId("body", HTMLElement);
  const title = byId("title", HTMLTextAreaElement);
  const database = await openDatabase();
  const live = liveDocumentOf(page, database, (part) => {
    saveState.uploading(part);
  });
  const saveState = new SaveStateView(live);
  let editor: DocumentEditor | null = null;
  const aside = new AsidePanel({
    opener: byId("aside-opener", HTMLElement),
    discard: ({ id }) => live.discard(id),
    restore: (discarded) => live.restore(discarded),
    add: (one) => (editor === null ? Promise.resolve("closed") : addAside(live, editor, one)),
  });
  const notices = new Notices(aside.open);
  if (keptTitle !== null) {
    showTitle(keptTitle);
    standIn(live, page, notices);
  }
  const people = new People(page.user, (person) => editor?.follow(person));
  const followed = (id: string | null): void => {
    people.followed(id);
  };
  new DocumentPage({
    live,
    body,
    aside,
    notices,
    people,
    makeEditor: (session) => {
      editor = new DocumentEditor(session, { title, body, user: page.user, titleChanged: showTitle, followed });
      return editor;
    },
    say: toast,
  });
  // Storing comes before this in the queue of the same store.
  if (database !== null) beforeReload(() => database.editsOfUser(page.user.id));
  void startAround(live);
  await open(live, page, notices);
}

/** Writes what was set aside into the document, and forgets it. */
async function addAside(live: LiveDocument, editor: DocumentEditor, aside: SetAside): Promise<Added> {
  if (!mayAdd(live)) return "closed";
  const addition = editor.additionOf(aside.update);
  if (addition === "nowhere") return addition;
  if (addition === "there") await live.discard(aside.id);
  const isOurs =
    addition !== "there" &&
    (await live.adopt(aside, addition, () => {
      editor.add(addition);
    }));
  return isOurs ? "added" : "there";
}

/** Before all is here that the server has, something that it has might be written again. */
function mayAdd({ writable, session }: LiveDocument): boolean {
  return writable && session?.linkState === "synced";
}

async function open(live: LiveDocument, page: PageData, notices: Notices): Promise<void> {
  await live.open();
  if (takenOver.has(page.document)) notices.fromGuest();
  await keepPage(live, page);
}

async function startAround(live: LiveDocument): Promise<void> {
  const { startLook } = await import("./ui/look");
  startLook(live);
}

function showTitle(text: string): void {
  const shown = text.trim() === "" ? t("Untitled") : text;
  byId("crumb", HTMLElement).textContent = shown;
  document.title = `${shown} · Scriptorium`;
}
