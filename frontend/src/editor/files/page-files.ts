import { readPageData, type PageFiles } from "../../lib/page-data";

export type Variant = "original" | "thumb" | "web";

/** Where this document's files are; a page without a document has none. */
export function pageFiles(): PageFiles {
  return document.getElementById("page") === null ? { url: "", maxBytes: 0 } : readPageData().files;
}

export function fileUrl(file: string, variant: Variant = "web"): string {
  return `${pageFiles().url}/${file}?variant=${variant}`;
}

export function downloadUrl(file: string): string {
  return `${pageFiles().url}/${file}?variant=original&download=1`;
}
