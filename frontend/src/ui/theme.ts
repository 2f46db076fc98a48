import { t } from "../lib/i18n";

type Theme = "auto" | "light" | "dark";

/** The server reads this cookie and writes the theme into the page, so that no page starts in other colours. */
const COOKIE = "theme";
const YEAR_S = 31_536_000;
const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const NAMES: Record<Theme, string> = {
  auto: t("Colours: as the system"),
  light: t("Colours: light"),
  dark: t("Colours: dark"),
};

/** What the reader chose; for pages that the server could not ask (its own faults, and those that the browser kept). */
export function applyTheme(theme: Theme = storedTheme()): void {
  const { dataset } = document.documentElement;
  if (theme === "auto") delete dataset["theme"];
  else dataset["theme"] = theme;
  const scheme = document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]');
  if (scheme !== null) scheme.content = theme === "auto" ? "light dark" : theme;
  colorWindow(theme);
}

/** The window around an installed app has the colour of the paper: the system's, or the one that was chosen. */
function colorWindow(theme: Theme): void {
  const colors = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')];
  for (const meta of colors) {
    const own = meta.media.includes("dark") ? "dark" : "light";
    const [light, dark] = [colors[0]?.dataset["paper"] ?? "", colors[1]?.dataset["paper"] ?? ""];
    meta.content = (theme === "auto" ? own : theme) === "dark" ? dark : light;
  }
}

/** `data-theme-toggle` goes through automatic, light and dark; the `data-theme-name` in it says which it is. */
export function startThemeToggle(): void {
  const buttons = document.querySelectorAll("[data-theme-toggle]");
  const show = (theme: Theme): void => {
    for (const button of buttons) {
      const name = button.querySelector("[data-theme-name]");
      if (name !== null) name.textContent = NAMES[theme];
    }
  };
  let theme = storedTheme();
  const choose = (chosen: Theme): void => {
    theme = chosen;
    applyTheme(chosen);
    show(chosen);
  };
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      // The menu stays open for the next choice.
      event.stopPropagation();
      choose(NEXT[theme]);
      document.cookie = themeCookie(theme, location.protocol);
    });
  }
  // A page that the browser kept, or another tab changed it.
  window.addEventListener("pageshow", () => {
    choose(storedTheme());
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) choose(storedTheme());
  });
  show(theme);
}

export function themeIn(cookies: string): Theme {
  for (const cookie of cookies.split("; ")) {
    if (cookie === `${COOKIE}=light`) return "light";
    if (cookie === `${COOKIE}=dark`) return "dark";
  }
  return "auto";
}

/** The cookie as it is set; choosing automatic takes it away. */
export function themeCookie(theme: Theme, protocol: string): string {
  const age = theme === "auto" ? 0 : YEAR_S;
  return `${COOKIE}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${protocol === "https:" ? "; Secure" : ""}`;
}

function storedTheme(): Theme {
  return themeIn(document.cookie);
}
