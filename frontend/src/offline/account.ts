import type { Account } from "./kept";
import { Kept } from "./kept";

/** The server says with this cookie who has just signed out here (editor/accounts/signing_out.py). */
const COOKIES = ["signed-out", "__Host-signed-out"];

/**
 * Resolves when what this page may show is certain: whoever signed out has nothing left here. Each page from the server
 * says who is signed in; a page that stands in for one says nothing, and goes by what was said last.
 */
export const settled: Promise<void> = settle();

async function settle(): Promise<void> {
  if (typeof document === "undefined" || typeof indexedDB === "undefined") return;
  const left = signedOutIn(document.cookie);
  if (left !== null) {
    const { forgetUser } = await import("./forgetting");
    await forgetUser(left);
    for (const name of COOKIES) document.cookie = `${name}=; Path=/; Max-Age=0${securely()}`;
  }
  const said = document.querySelector<HTMLMetaElement>('meta[name="account"]');
  if (said !== null) await remember(accountIn(said));
}

export function signedOutIn(cookies: string): string | null {
  for (const cookie of cookies.split("; ")) {
    const [name = "", value = ""] = cookie.split("=");
    if (COOKIES.includes(name) && value !== "") return value;
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
