import { CSS_ATTRIBUTE, cssOf } from "./css";
import { renamed, unwrap, wrapInside } from "./tree";

type Css = ReadonlyMap<string, string>;

const BOLD = "b,strong";
const ITALIC = "i,em";
const HEADINGS = "h1,h2,h3,h4,h5,h6,th";
const CENTERED = ["center"].join();
/** Other names of what the document has a mark for. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ ins: "u", kbd: "code", samp: "code", tt: "code", dfn: "em", cite: "em", acronym: "span", big: "span" },
  ...{ font: "span", small: "span" },
};

/** Makes marks of what styles say, and takes marks away that are none: `<b style="font-weight: normal">`. */
export function readStyles(root: Element): void {
  for (const element of root.querySelectorAll(Object.keys(NAMES).join())) {
    renamed(element, NAMES[element.localName] ?? "span");
  }
  for (const element of root.querySelectorAll(`[${CSS_ATTRIBUTE}]`)) readStyle(element);
  for (const element of root.querySelectorAll("[align]")) align(element, element.getAttribute("align") ?? "");
  for (const element of root.querySelectorAll(CENTERED)) {
    for (const child of element.children) align(child, "center");
    unwrap(element);
  }
}

function readStyle(element: Element): void {
  const css = cssOf(element);
  align(element, css.get("text-align") ?? "");
  if (element.matches(BOLD) && isPlainWeight(css)) {
    renamed(element, "span");
    return;
  }
  if (element.matches(ITALIC) && css.get("font-style") === "normal") {
    renamed(element, "span");
    return;
  }
  for (const name of marksOf(element, css)) wrapInside(element, name);
}

function marksOf(element: Element, css: Css): string[] {
  const decoration = `${css.get("text-decoration") ?? ""} ${css.get("text-decoration-line") ?? ""}`;
  const isHeading = element.closest(HEADINGS) !== null;
  const isLink = element.closest("a[href]") !== null || element.querySelector("a[href]") !== null;
  const marks: [string, boolean][] = [
    ["strong", isBoldWeight(css) && !isHeading && !element.matches(BOLD)],
    ["em", /^(?:italic|oblique)/.test(css.get("font-style") ?? "") && !element.matches(`${ITALIC},blockquote`)],
    ["u", decoration.includes("underline") && !isLink && !element.matches("u")],
    ["s", decoration.includes("line-through") && !element.matches("s,del,strike")],
    ["sub", css.get("vertical-align") === "sub" && !element.matches("sub")],
    ["sup", css.get("vertical-align") === "super" && !element.matches("sup")],
  ];
  return marks.flatMap(([name, wanted]) => (wanted ? [name] : []));
}

function isBoldWeight(css: Css): boolean {
  const weight = css.get("font-weight") ?? "";
  return weight.startsWith("bold") || Number(weight) >= 600;
}

function isPlainWeight(css: Css): boolean {
  const weight = css.get("font-weight") ?? "";
  return weight === "normal" || (weight !== "" && Number(weight) < 600);
}

/** Left is where lines begin anyway. */
function align(element: Element, wanted: string): void {
  const alignment = wanted.trim().toLowerCase();
  if (!["center", "right", "justify"].includes(alignment)) return;
  const aligned = element.matches("div,section,article") ? [...element.querySelectorAll("p,h1,h2,h3,h4")] : [element];
  if (element.closest("table") !== null) return;
  for (const one of aligned) if (one.matches("p,h1,h2,h3,h4,h5,h6")) one.setAttribute("data-align", alignment);
}
