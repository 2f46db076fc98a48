import { byId } from "../../lib/element";

/** How this reader likes a document's page: kept in the browser, for all documents. */
const CHOICES = [
  { id: "full-width-switch", attribute: "width", value: "full" },
  { id: "sans-switch", attribute: "face", value: "sans" },
] as const;

export function startPageView(): void {
  for (const { id, attribute, value } of CHOICES) {
    const control = byId(id, HTMLElement);
    const show = (on: boolean): void => {
      if (on) document.documentElement.dataset[attribute] = value;
      else Reflect.deleteProperty(document.documentElement.dataset, attribute);
      control.setAttribute("aria-checked", String(on));
    };
    show(stored(attribute) === value);
    control.addEventListener("click", () => {
      const on = control.getAttribute("aria-checked") !== "true";
      show(on);
      store(attribute, on ? value : null);
    });
  }
}

/** Storage may be forbidden; then the choice lasts as long as the page. */
function stored(name: string): string | null {
  try {
    return localStorage.getItem(`page-${name}`);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function store(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`page-${name}`);
    else localStorage.setItem(`page-${name}`, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
