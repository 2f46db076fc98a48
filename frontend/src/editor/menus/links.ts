import { isAllowedLink } from "../schema/attributes";

/** What somebody typed as a link, completed: an e-mail address, or a page without its "https://". */
export function completedLink(typed: string): string | null {
  const text = typed.trim();
  if (isAllowedLink(text)) return text;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  if (/^[^\s/:?#@]+\.[^\s/:?#@]{2,}(?::\d+)?(?:[/?#]\S*)?$/.test(text)) return `https://${text}`;
  return null;
}
