import "./styles/document.css";

import { Database } from "./collab/database";
import { LiveDocument } from "./collab/live-document";
import type { UploadResult } from "./collab/outgoing";
import { resultOfAnswer } from "./collab/upload-answer";
import { DocumentEditor } from "./editor/document-editor";
import { SCHEMA_VERSION } from "./editor/schema/description";
import { byId } from "./lib/element";
import { readPageData, uploadUrl } from "./lib/page-data";
import { upload } from "./lib/upload";
import { AsidePanel } from "./ui/aside-panel";
import { DocumentPage } from "./ui/document-page";
import { startMembersDialog } from "./ui/members";
import { Notices } from "./ui/notices";
import { People } from "./ui/people";
import { SaveStateView } from "./ui/save-state";
import { startShortcutSheet } from "./ui/shortcuts";
import { toast } from "./ui/toasts";

const page = readPageData();
const body = byId("body", HTMLElement);
const title = byId("title", HTMLTextAreaElement);
const crumb = byId("crumb", HTMLElement);

const database = await Database.open().catch((error: unknown) => {
  if (error instanceof DOMException) return null;
  throw error;
});

const live = new LiveDocument({
  name: { user: page.user.id, document: page.document, generation: page.generation },
  schema: SCHEMA_VERSION,
  url: new URL(page.socket, location.href.replace(/^http/, "ws")).href,
  bulkBytes: page.bulkBytes,
  role: page.role,
  mayWrite: page.mayWrite,
  database,
  // Its type doesn't tell that a page has none which isn't served securely.
  locks: (navigator as Partial<Navigator>).locks ?? null,
  upload: uploadUpdate,
  now: Date.now,
  random: Math.random,
});
const saveState = new SaveStateView(live);
const aside = new AsidePanel({
  opener: byId("aside-opener", HTMLElement),
  discard: ({ id }) => live.discard(id),
  restore: (discarded) => live.restore(discarded),
});
new DocumentPage({
  live,
  body,
  aside,
  notices: new Notices(aside.open),
  people: new People(page.user),
  makeEditor: (session) => new DocumentEditor(session, { title, body, user: page.user, titleChanged: showTitle }),
  say: toast,
});
startShortcutSheet();
startMembersDialog(live, page.members);
await live.open();

async function uploadUpdate(update: Uint8Array, gone: AbortSignal): Promise<UploadResult> {
  const answer = await upload(uploadUrl(page, SCHEMA_VERSION), update, gone, (part) => {
    saveState.uploading(part);
  });
  return resultOfAnswer(answer);
}

function showTitle(text: string): void {
  const shown = text.trim() === "" ? "Untitled" : text;
  crumb.textContent = shown;
  document.title = `${shown} · Scriptorium`;
}
