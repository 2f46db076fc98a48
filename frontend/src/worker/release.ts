/** What the server writes before the worker's script (editor/offline/release.py). */
export interface Release {
  readonly version: string;
  /** When the bundle was built, in seconds since the epoch: of two versions, the later one is the newer one. */
  readonly built: number;
  /** URLs of the bundle and the icons that are kept from the start. */
  readonly files: readonly string[];
  /** Where the bundle's files are: their names change with their content. */
  readonly assets: string;
  /** URLs of the pages that stand in for those of the server. */
  readonly shells: Readonly<Record<Shell, string>>;
}

export type Shell = "document" | "list";

const DOCUMENT = /^\/documents\/([0-9a-f-]{36})\/$/;

/** Which page stands in for this address; null where none does. */
export function shellFor({ pathname }: URL): Shell | null {
  if (DOCUMENT.test(pathname)) return "document";
  return pathname === "/" || pathname === "/trash" ? "list" : null;
}

export function documentOf({ pathname }: URL): string | null {
  return DOCUMENT.exec(pathname)?.[1] ?? null;
}
