import type { Account } from "./kept";
import { Kept } from "./kept";

/** The server says with this cookie who has just signed out here (editor/accounts/signing_out.py). */
const COOKIES = ["signed-out", "__Host-signed-out"];
/** And with this one which guest has signed in (editor/accounts/visitors.py). */
const GUEST_COOKIES = ["was-guest", "__Host-was-guest"];

/** The documents in which a guest's unsent text now belongs to the account. */
export const takenOver = new Set<string>();

/**
 * Resolves when what this page may show is certain: whoever signed out has nothing left here (true), or nothing that is
 * kept may be shown (false). Each page from the server says who is signed in; a page that stands in for one says
 * nothing, and goes by what was said last.
 */
export const settled: Promise<boolean> = settle();

export async function settle(): Promise<boolean> {
  if (typeof document === "undefined" || typeof indexedDB === "undefined") return true;
  const left = signedOutIn(document.cookie);
  const isForgotten = left === null || (await forget(left));
  if (left !== null && isForgotten) expire(COOKIES);
  const said = document.querySelector<HTMLMetaElement>('meta[name="account"]');
  if (said === null) return isForgotten;
  const account = accountIn(said);
  await remember(account);
  const guest = valueIn(document.cookie, GUEST_COOKIES);
  if (guest !== null && account !== null && (await takeOver(guest, account))) expire(GUEST_COOKIES);
  return isForgotten;
}

function expire(names: readonly string[]): void {
  for (const name of names) document.cookie = `${name}=; Path=/; Max-Age=0${securely()}`;
}

async function takeOver(guest: string, { id }: Account): Promise<boolean> {
  const module = await import("./guest");
  try {
    return await module.takeOver(guest, id, takenOver);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
}

/** What a browser can't forget now the next page tries to forget again. */
async function forget(user: string): Promise<boolean> {
  const { forgetUser } = await import("./forgetting");
  try {
    await forgetUser(user);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
  return true;
}

export function signedOutIn(cookies: string): string | null {
  return valueIn(cookies, COOKIES);
}

function valueIn(cookies: string, names: readonly string[]): string | null {
  for (const cookie of cookies.split("; ")) {
    const [name = "", value = ""] = cookie.split("=");
    if (names.includes(name) && value !== "") return value;
  }
  return null;
}

function accountIn(said: HTMLMetaElement): Account | null {
  return said.content === "" ? null : { id: said.content, name: said.dataset["name"] ?? "" };
}

async function remember(account: Account | null): Promise<void> {
  try {
    const kept = await Kept.open();
    await kept.setAccount(account);
    kept.close();
  } catch (error) {
    // A browser that keeps nothing has nothing to show to the wrong person.
    if (!(error instanceof DOMException)) throw error;
  }
}

function securely(): string {
  return location.protocol === "https:" ? "; Secure" : "";
}
