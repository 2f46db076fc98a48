import { isAllowedLink } from "../schema/attributes";

const MAX_LENGTH = 2_000;
const OUR_DOCUMENT = /^\/documents\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/$/;

/** The address, if the text is one and nothing else. */
export function onlyAddress(text: string): string | null {
  const address = text.trim();
  if (address.length > MAX_LENGTH || !isAllowedLink(address) || !URL.canParse(address)) return null;
  return /^mailto:/i.test(address) || new URL(address).hostname !== "" ? address : null;
}

/** The document that an address of this very server leads to. One that leads to a place in it stays a link. */
export function documentOfAddress(address: string): string | null {
  const { origin, pathname, hash, search } = new URL(address);
  if (origin !== location.origin || hash !== "" || search !== "") return null;
  return OUR_DOCUMENT.exec(pathname)?.[1] ?? null;
}
