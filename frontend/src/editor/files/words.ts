import { numberText, t, tn } from "../../lib/i18n";
import type { IconName } from "../../lib/icons";

const UNITS = [t("{size} kB"), t("{size} MB"), t("{size} GB"), t("{size} TB")] as const;

/** "1.4 MB": as people read it, in steps of a thousand. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return tn("{count} byte", "{count} bytes", bytes);
  let size = bytes;
  let unit = -1;
  // 999,999 bytes are 1 MB, not 1000 kB.
  while (unit < UNITS.length - 1 && (unit < 0 || size >= 999.5)) {
    size /= 1_000;
    unit += 1;
  }
  const shown = size < 9.95 ? Math.round(size * 10) / 10 : Math.round(size);
  return (UNITS[unit] ?? UNITS[0]).replace("{size}", numberText(shown));
}

/** "PDF": what somebody calls a file of that name. */
export function typeText(name: string, contentType: string | null): string {
  const extension = extensionOf(name);
  if (extension !== "") return extension.toUpperCase();
  const [kind = ""] = (contentType ?? "").split("/");
  return { audio: t("Audio"), image: t("Image"), text: t("Text"), video: t("Video") }[kind] ?? t("File");
}

const ICONS: readonly (readonly [RegExp, IconName])[] = [
  [/^image\//, "image"],
  [/^audio\//, "fileMusic"],
  [/^video\//, "fileVideo"],
  [/zip|compressed|tar$|gzip|\.(?:zip|7z|gz|rar|tar|xz|zst)$/, "fileArchive"],
  [/spreadsheet|excel|csv|\.(?:csv|ods|tsv|xlsx?)$/, "fileTable"],
  [/json|javascript|xml$|x-sh|x-python|\.(?:c|css|go|html|java|js|json|py|rs|sh|ts|xml|ya?ml)$/, "fileCode"],
  [/^text\/|pdf|word|opendocument\.text|\.(?:docx?|md|odt|pdf|rtf|txt)$/, "fileText"],
];

export function typeIcon(name: string, contentType: string | null): IconName {
  const extension = extensionOf(name);
  const told = [contentType ?? "", extension === "" ? "" : `.${extension}`];
  return ICONS.find(([pattern]) => told.some((one) => pattern.test(one)))?.[1] ?? "file";
}

export function tooLargeText(name: string, maxBytes: number): string {
  return t("“{name}” is larger than {size}, which is the most that a file may have here.", {
    name,
    size: sizeText(maxBytes),
  });
}

export function percentText(part: number): string {
  return t("{percent} %", { percent: Math.floor(Math.min(1, Math.max(0, part)) * 100) });
}

function extensionOf(name: string): string {
  return /[^.]\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}
