import { Database } from "../collab/database";
import { nameOfCopy } from "../collab/database";
import { element, pageMain } from "../lib/element";
import { t, tn } from "../lib/i18n";
import { forgetUser } from "../offline/forgetting";
import { Kept } from "../offline/kept";

/** Edits of this user that only this browser has. */
interface Unsaved {
  readonly edits: number;
  readonly documents: number;
}

/** Asks first if something would be lost. What is kept here goes when the server has ended the session. */
export async function signOut(form: HTMLFormElement, user: string): Promise<void> {
  const unsaved = await unsavedOf(user);
  if (!navigator.onLine) {
    askAway(user, unsaved);
  } else if (unsaved.edits === 0) {
    await leave(form, user);
  } else {
    ask({
      heading: t("Sign out?"),
      text: unsavedText(unsaved),
      stay: t("Stay signed in"),
      act: t("Sign out and lose them"),
      go: async () => {
        await agree(user);
        await leave(form, user);
      },
    });
  }
}

/** Without the network the session can't end, but what this browser keeps can go. */
export async function signOutAway(user: string): Promise<void> {
  askAway(user, await unsavedOf(user));
}

function askAway(user: string, unsaved: Unsaved): void {
  const away = t("You can take your documents out of this browser now, and sign out when the server answers again.");
  ask({
    heading: t("Signing out needs the network"),
    text: unsaved.edits === 0 ? away : `${away} ${lossText(unsaved)}`,
    stay: t("Keep them here"),
    act: t("Take them out of this browser"),
    go: async () => {
      await agree(user);
      await forgetUser(user);
      location.assign("/");
    },
  });
}

async function leave(form: HTMLFormElement, user: string): Promise<void> {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(
    () => null,
  );
  if (answer === null) askAway(user, await unsavedOf(user));
  else if (answer.type === "opaqueredirect") location.assign("/accounts/login/");
  else form.submit();
}

async function unsavedOf(user: string): Promise<Unsaved> {
  let database: Database;
  try {
    database = await Database.open();
  } catch (error) {
    if (error instanceof DOMException) return { edits: 0, documents: 0 };
    throw error;
  }
  const [edits, asides] = await Promise.all([database.editsOfUser(user), database.asideOfUser(user)]);
  database.close();
  const documents = [...edits.map(({ copy }) => nameOfCopy(copy).document), ...asides.map(({ document }) => document)];
  const aside = asides.reduce((count, one) => count + one.edits, 0);
  return { edits: edits.length + aside, documents: new Set(documents).size };
}

function unsavedText({ edits, documents }: Unsaved): string {
  return tn(
    "{count} edit in {documents} has not been saved.",
    "{count} edits in {documents} have not been saved.",
    edits,
    { documents: documentsText(documents) },
  );
}

function lossText({ edits, documents }: Unsaved): string {
  return tn(
    "{count} edit in {documents} has not been saved and would be lost.",
    "{count} edits in {documents} have not been saved and would be lost.",
    edits,
    { documents: documentsText(documents) },
  );
}

function documentsText(count: number): string {
  return tn("{count} document", "{count} documents", count);
}

async function agree(user: string): Promise<void> {
  const kept = await Kept.open();
  await kept.agreeToLose(user);
  kept.close();
}

interface Question {
  readonly heading: string;
  readonly text: string;
  readonly stay: string;
  readonly act: string;
  readonly go: () => Promise<void>;
}

function ask({ heading, text, stay, act, go }: Question): void {
  const staying = element("button", { type: "button", class: "button", "data-close": true, autofocus: true }, stay);
  const acting = element("button", { type: "button", class: "button button--danger" }, act);
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "leaving-heading", "aria-describedby": "leaving-text" },
    element("div", { class: "dialog-head" }, element("h2", { id: "leaving-heading" }, heading)),
    element("p", { id: "leaving-text" }, text),
    element("div", { class: "dialog-actions" }, staying, acting),
  );
  acting.addEventListener("click", () => {
    acting.disabled = true;
    void go().finally(() => {
      dialog.close();
    });
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
  });
  pageMain().append(dialog);
  dialog.showModal();
}
