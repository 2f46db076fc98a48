import { element } from "../../lib/element";
import { t } from "../../lib/i18n";

/** What each place is to show: a formula that comes late must not replace a newer one. */
const wanted = new WeakMap<HTMLElement, string>();

/** Shows a formula: its source until KaTeX is there, and with the reason where it can't be drawn. */
export function showFormula(place: HTMLElement, latex: string, displayMode: boolean): void {
  const key = `${String(displayMode)} ${latex}`;
  if (wanted.get(place) === key) return;
  wanted.set(place, key);
  place.dataset["latex"] = latex;
  place.classList.remove("math--wrong");
  if (latex.trim() === "") {
    place.replaceChildren(element("span", { class: "math-empty" }, displayMode ? t("Empty formula") : t("formula")));
    return;
  }
  if (!place.hasChildNodes()) place.replaceChildren(source(latex));
  void draw(place, latex, displayMode, key);
}

async function draw(place: HTMLElement, latex: string, displayMode: boolean, key: string): Promise<void> {
  const render = await import("./render").catch((error: unknown) => {
    // Without a connection the part isn't there: the source says it all the same.
    if (error instanceof TypeError) return null;
    throw error;
  });
  if (wanted.get(place) !== key) return;
  if (render === null) {
    place.replaceChildren(source(latex));
    return;
  }
  try {
    place.replaceChildren(render.drawFormula(latex, displayMode));
    // A long one is scrolled, with the keyboard too.
    if (displayMode && place.scrollWidth > place.clientWidth) place.tabIndex = 0;
  } catch (error) {
    if (!(error instanceof render.FormulaError)) throw error;
    place.classList.add("math--wrong");
    const reason = element("span", { class: "math-reason" }, `${t("This formula can’t be shown.")} ${error.message}`);
    place.replaceChildren(source(latex), reason);
  }
}

function source(latex: string): HTMLElement {
  return element("code", { class: "math-source" }, latex);
}
