import type { Database } from "../collab/database";
import type { Waiting } from "../collab/left-behind";
import { t, tn } from "../lib/i18n";
import type { PageData } from "../lib/page-data";
import { sendWaiting } from "../offline/sending";
import type { LeftBehindView } from "./left-behind";
import { toast } from "./toasts";

/** Sends what documents that are closed left behind, one after the other, and says so. */
export async function sendBehind(view: LeftBehindView, database: Database): Promise<void> {
  for (const waiting of view.ownerless) {
    const page = await askForPage(waiting.document);
    if (page === null) continue;
    showSending(waiting);
    if (await sendWaiting(page, database)) toast(sentText(waiting));
  }
  await view.refresh();
}

/** What the document's page says now; null where the server doesn't open it: then the edits go on waiting. */
async function askForPage(id: string): Promise<PageData | null> {
  try {
    const answer = await fetch(`/documents/${id}/`, { redirect: "error" });
    if (!answer.ok) return null;
    const html = new DOMParser().parseFromString(await answer.text(), "text/html");
    const data = html.getElementById("page");
    return data === null ? null : (JSON.parse(data.textContent) as PageData);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function showSending({ document: id, edits, title }: Waiting): void {
  document.querySelector(`[data-document="${CSS.escape(id)}"] > span`)?.replaceChildren(
    tn("Sending {count} edit in “{title}”…", "Sending {count} edits in “{title}”…", edits.length, {
      title: nameOf(title),
    }),
  );
}

function sentText({ edits, title }: Waiting): string {
  return tn("{count} edit in “{title}” is saved now.", "{count} edits in “{title}” are saved now.", edits.length, {
    title: nameOf(title),
  });
}

function nameOf(title: string): string {
  return title.trim() === "" ? t("Untitled") : title;
}
