import { element, pageMain } from "../lib/element";
import { giveFocusBack } from "../lib/focus";
import { t } from "../lib/i18n";
import { reload } from "../lib/leaving";

const RESTS_MS = 3_000;

/** Offers to reload the page, in a corner. It waits until nobody types, and stays until it is answered. */
export function offerReload(text: string, before: () => Promise<void> = () => Promise.resolve()): void {
  if (document.querySelector(".offer") !== null) return;
  const button = element("button", { type: "button", class: "button button--primary button--small" }, t("Reload"));
  const later = element("button", { type: "button", class: "button button--quiet button--small" }, t("Later"));
  const offer = element("div", { class: "offer", role: "status" }, element("p"), button, later);
  button.addEventListener("click", () => {
    button.disabled = true;
    void before().then(reload);
  });
  later.addEventListener("click", () => {
    offer.remove();
  });
  const corner = element("div", {}, offer);
  giveFocusBack(corner);
  pageMain().append(corner);
  whenQuiet(() => {
    // Said by screen readers because it comes into a region that is there already.
    offer.firstElementChild?.replaceChildren(text);
    offer.dataset["shown"] = "";
  });
}

let typedAt = 0;
document.addEventListener(
  "keydown",
  () => {
    typedAt = Date.now();
  },
  { capture: true, passive: true },
);

function whenQuiet(act: () => void): void {
  const rest = typedAt + RESTS_MS - Date.now();
  if (rest <= 0) act();
  else
    setTimeout(() => {
      whenQuiet(act);
    }, rest);
}
