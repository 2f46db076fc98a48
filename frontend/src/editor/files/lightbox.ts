import { element, pageMain } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { fileUrl } from "./page-files";

export interface Enlarged {
  readonly file: string;
  readonly alt: string | null;
  readonly caption: string;
}

/** Shows a picture as large as the window, in its original. Focus goes back to where it came from. */
export function openLightbox({ file, alt, caption }: Enlarged): void {
  const close = element(
    "button",
    { type: "button", class: "button button--icon lightbox-close", "aria-label": t("Close"), "data-close": true },
    icon("x"),
  );
  const image = element("img", { alt: alt ?? "", class: "lightbox-image" });
  const said = element("p", { class: "lightbox-said", role: "status" }, t("Loading…"));
  const dialog = element("dialog", { class: "lightbox", "aria-label": t("Picture") }, close, image, said);
  if (caption !== "") dialog.append(element("p", { class: "lightbox-caption" }, caption));
  image.addEventListener("load", () => {
    said.remove();
  });
  image.addEventListener("error", () => (said.textContent = t("This picture can’t be shown.")));
  // The picture is what somebody came for: a click on it or beside it leads back.
  dialog.addEventListener("click", () => {
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
  });
  pageMain().append(dialog);
  image.src = fileUrl(file, "original");
  dialog.showModal();
}
