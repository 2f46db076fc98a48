import { t } from "../lib/i18n";
import { startPasskeys } from "./passkeys";

/** What the pages about one's account do beyond their forms. */
export function startSettings(): void {
  startPasskeys(document.querySelectorAll<HTMLFormElement>("form[data-passkey]"));
  for (const offer of document.querySelectorAll<HTMLElement>("[data-time-zone-offer]")) offerTimeZone(offer);
}

/** Where this browser's time zone isn't the one that is chosen. */
function offerTimeZone(offer: HTMLElement): void {
  const select = document.getElementById(offer.dataset["timeZoneOffer"] ?? "");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!(select instanceof HTMLSelectElement) || select.value === here) return;
  if (![...select.options].some(({ value }) => value === here)) return;
  const said = offer.querySelector("span");
  if (said !== null) said.textContent = t("This browser is in {zone}.", { zone: here.replaceAll("_", " ") });
  offer.hidden = false;
  offer.querySelector("button")?.addEventListener("click", () => {
    select.value = here;
    offer.hidden = true;
    select.focus();
  });
}
