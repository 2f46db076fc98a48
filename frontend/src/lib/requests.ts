import htmx from "htmx.org";

import { toast } from "../ui/toasts";
import { keepChoices, keepTyped } from "./choices";
import { keepFocus } from "./focus";
import { t } from "./i18n";
import { csrfToken } from "./upload";

export type Htmx = typeof htmx;

/** What `htmx:beforeSwap` comes with. */
export interface Answer {
  readonly target: unknown;
  readonly requestConfig: { readonly elt: Element };
  shouldSwap: boolean;
}

// The content security policy allows neither inline styles nor eval.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;

document.body.addEventListener("htmx:configRequest", (event) => {
  const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  headers["X-CSRFToken"] = csrfToken();
});
document.body.addEventListener("htmx:sendError", () => {
  toast(t("No answer from the server. Check your connection and try again."));
});
document.body.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  if (xhr.status === 429) toast(xhr.responseText);
  else toast(xhr.status === 404 ? t("That isn’t there any more. Reload the page.") : t("That didn’t work. Try again."));
});

keepChoices();
keepTyped();
keepFocus();

export { htmx };
