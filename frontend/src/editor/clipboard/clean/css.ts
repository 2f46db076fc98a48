/** Where a pasted element's style stands: under its own name the content security policy would complain of it. */
export const CSS_ATTRIBUTE = "data-css";

const TAG = /<([a-z][^\s/>]*)((?:[^'">]|"[^"]*"|'[^']*')*)>/gi;
const BLOCKS_OF_CODE = /<(style|script)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
const BASE = /<base\b[^>]*>/gi;
const ATTRIBUTE = /([\s"'/])(style|on[a-z]+)(\s*=)/gi;

/**
 * The same HTML without style sheets, scripts and a base for addresses, its `style` attributes renamed and its handlers
 * too. This is not what makes it safe (nothing of it is ever put on the page): the browser reports each of these while it
 * parses, though none would be obeyed.
 */
export function withoutStyle(html: string): string {
  return html
    .replace(BLOCKS_OF_CODE, "")
    .replace(BASE, "")
    .replace(TAG, (_tag, name: string, attributes: string) => `<${name}${attributes.replace(ATTRIBUTE, renamed)}>`);
}

function renamed(_found: string, before: string, name: string, equals: string): string {
  return `${before}${name.toLowerCase() === "style" ? CSS_ATTRIBUTE : `data-${name}`}${equals}`;
}

/** An element's own style, property by property; also those that only Word knows, as mso-list. */
export function cssOf(element: Element): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const declaration of (element.getAttribute(CSS_ATTRIBUTE) ?? "").split(";")) {
    const colon = declaration.indexOf(":");
    if (colon < 0) continue;
    const name = declaration.slice(0, colon).trim().toLowerCase();
    found.set(name, declaration.slice(colon + 1).trim());
  }
  return found;
}

export function withCss(root: Element, part: string): Element[] {
  return [...root.querySelectorAll(`[${CSS_ATTRIBUTE}*="${part}" i]`)];
}
