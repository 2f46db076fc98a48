import { t } from "../lib/i18n";

/** Options to choose from, and what is said of them. */
export interface SearchAnswer {
  readonly options: HTMLAnchorElement[];
  readonly heading: string;
  readonly said: string;
}

const URL = "/search/palette";

/** Null once nobody waits for it any more. */
export async function askSearch(typed: string, signal: AbortSignal): Promise<SearchAnswer | null> {
  try {
    const answer = await fetch(`${URL}?${new URLSearchParams({ q: typed }).toString()}`, {
      headers: { "HX-Request": "true" },
      signal,
    });
    const signIn = answer.headers.get("HX-Redirect");
    if (signIn !== null) location.assign(signIn);
    if (answer.ok) return read(await answer.text());
    return nothing(answer.status === 429 ? await answer.text() : t("That didn’t work. Try again."));
  } catch {
    // Fetch rejects with what the abort was given, or with a TypeError.
    if (signal.aborted) return null;
    return nothing(
      navigator.onLine
        ? t("No answer from the server. Check your connection and try again.")
        : t("You’re offline. Search needs the network."),
    );
  }
}

function nothing(said: string): SearchAnswer {
  return { options: [], heading: "", said };
}

function read(html: string): SearchAnswer {
  const found = new DOMParser().parseFromString(html, "text/html");
  const textOf = (name: string): string => found.querySelector(`[data-${name}]`)?.textContent.trim() ?? "";
  const options = [...found.querySelectorAll<HTMLAnchorElement>('a[role="option"]')];
  return {
    options: options.map((option) => document.adoptNode(option)),
    heading: textOf("heading"),
    said: textOf("said"),
  };
}
