import { playerOf } from "./players";

const MAX_LENGTH = 2000;

/** The embed for a video's address, null for anything else. */
export function embedFromUrl(url: string): { readonly type: "embed"; readonly attrs: { readonly url: string } } | null {
  const address = url.trim();
  if (address.length > MAX_LENGTH || playerOf(address) === null) return null;
  return { type: "embed", attrs: { url: address } };
}
