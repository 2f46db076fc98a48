type Theme = "auto" | "light" | "dark";

const KEY = "scriptorium-theme";
const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const NAMES: Record<Theme, string> = { auto: "as the system", light: "light", dark: "dark" };

/** What the reader chose; the system's preference where nothing was chosen or the browser keeps nothing. */
export function applyTheme(theme: Theme = storedTheme()): void {
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** `data-theme-toggle` goes through automatic, light and dark; the `data-theme-name` in it says which it is. */
export function startThemeToggle(): void {
  const buttons = document.querySelectorAll("[data-theme-toggle]");
  const show = (): void => {
    for (const button of buttons) {
      const name = button.querySelector("[data-theme-name]");
      if (name !== null) name.textContent = `Colours: ${NAMES[storedTheme()]}`;
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      const theme = NEXT[storedTheme()];
      store(theme);
      applyTheme(theme);
      show();
    });
  }
  show();
}

function storedTheme(): Theme {
  const stored = read();
  return stored === "light" || stored === "dark" ? stored : "auto";
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch (error) {
    // The browser keeps nothing: the choice holds for this page.
    if (!(error instanceof DOMException)) throw error;
  }
}
