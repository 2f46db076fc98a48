import { COLORS, EMBED_HOSTS, type AttributeSpec } from "./description";

const LINK = /^(?:https?:\/\/|mailto:)[^\s]/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BLOCK_ID = /^[A-Za-z0-9_-]{1,64}$/;

type TextType = Exclude<AttributeSpec["type"], "boolean" | "integer" | "integers">;

const TEXTS: Readonly<Record<TextType, (spec: AttributeSpec, value: string) => boolean>> = {
  blockId: (_spec, value) => BLOCK_ID.test(value),
  uuid: (_spec, value) => UUID.test(value),
  link: (_spec, value) => isAllowedLink(value),
  embed: (_spec, value) => isEmbedAddress(value),
  color: (_spec, value) => COLORS.includes(value),
  choice: ({ values = [] }, value) => values.includes(value),
  string: ({ pattern }, value) => pattern === undefined || new RegExp(pattern).test(value),
};

/** Only what leads to a page or a mailbox: never a script, a file or data. */
export function isAllowedLink(href: string): boolean {
  return LINK.test(href) && !/[\s\p{Cc}]/u.test(href);
}

/** Whether the address belongs to one of the hosts whose videos may be shown inside a document. */
export function isEmbedAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username } = new URL(address);
  const hosts = Object.values(EMBED_HOSTS).flat();
  return protocol === "https:" && port === "" && username === "" && hosts.includes(hostname);
}

/** Whether a document may have `value` there. What isn't allowed is shown as the default, and left as it is. */
export function isAllowed(spec: AttributeSpec, value: unknown): boolean {
  if (value === null || value === undefined) return spec.default === null;
  const { type, maxLength = Infinity } = spec;
  if (type === "boolean") return typeof value === "boolean";
  if (type === "integer") return isInteger(spec, value);
  if (type === "integers") {
    return Array.isArray(value) && value.length <= maxLength && value.every((one) => isInteger(spec, one));
  }
  return typeof value === "string" && value.length <= maxLength && TEXTS[type](spec, value);
}

function isInteger({ minimum = -Infinity, maximum = Infinity }: AttributeSpec, value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
}

/** The attributes to show a node or mark with. Null: one that it can't be without is missing or not allowed. */
export function shownAttributes(
  specs: Readonly<Record<string, AttributeSpec>>,
  found: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const shown: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = found[name];
    if (value !== undefined && isAllowed(spec, value)) shown[name] = value;
    else if (spec.default === undefined) return null;
    else shown[name] = spec.default;
  }
  return shown;
}
