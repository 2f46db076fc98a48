import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { toast } from "../../ui/toasts";
import { downloadUrl, fileUrl } from "./page-files";
import { statusOf } from "./picture";

/** Downloads the original, or says why that can't be: a browser would save the error as the file. */
export async function download(file: string, name: string): Promise<void> {
  const status = await statusOf(fileUrl(file, "original"));
  if (status === null) {
    toast(t("The server didn’t answer. Check your connection and try again."));
  } else if (status >= 400) {
    toast(t("This file isn’t here any more, or isn’t shared with you."));
  } else {
    element("a", { href: downloadUrl(file), download: name }).click();
  }
}
