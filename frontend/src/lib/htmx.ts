import type { Htmx } from "./requests";

/** Not what asks at other times than when it is clicked or sent. */
const ASKS = ":is([hx-get], [hx-post], [hx-delete]):not([hx-trigger])";

let loading: Promise<Htmx> | null = null;
/** From then on htmx hears by itself, whoever it was that it came for. */
const isThere = new AbortController();

/** htmx comes when the page is there: it isn't needed to read, and finds out by itself only then that it may begin. */
export async function htmx(): Promise<Htmx> {
  loading ??= loaded();
  try {
    return await loading;
  } catch (error) {
    loading = null;
    throw error;
  }
}

/** What somebody asks for before htmx is there is asked for again as soon as it is. */
export function startHtmx(): void {
  const again = (event: Event, repeat: () => void): void => {
    event.preventDefault();
    htmx().then(repeat, () => undefined);
  };
  const options = { capture: true, signal: isThere.signal };
  document.addEventListener(
    "click",
    (event) => {
      const asking = event.target instanceof Element ? event.target.closest<HTMLElement>(ASKS) : null;
      if (asking === null || asking instanceof HTMLFormElement) return;
      again(event, () => {
        asking.click();
      });
    },
    options,
  );
  document.addEventListener(
    "submit",
    (event) => {
      const { target: form, submitter } = event;
      if (!(form instanceof HTMLFormElement) || !form.matches(ASKS)) return;
      again(event, () => {
        form.requestSubmit(submitter);
      });
    },
    options,
  );
  htmx().catch(() => undefined);
}

async function loaded(): Promise<Htmx> {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => {
      window.addEventListener("load", resolve, { once: true });
    });
  }
  const { htmx } = await import("./requests");
  isThere.abort();
  return htmx;
}
