import type { Editor } from "@tiptap/core";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { COLORS } from "../schema/description";
import { Popup } from "./popup";

interface Ink {
  readonly mark: "textColor" | "highlight";
  readonly name: string;
  /** The class that shows such a mark in the text. */
  readonly className: string;
}

const NAMES: Readonly<Record<string, string>> = {
  gray: t("Gray"),
  red: t("Red"),
  orange: t("Orange"),
  yellow: t("Yellow"),
  green: t("Green"),
  blue: t("Blue"),
  purple: t("Purple"),
  pink: t("Pink"),
};

const INKS: readonly Ink[] = [
  { mark: "textColor", name: t("Text colour"), className: "text-color" },
  { mark: "highlight", name: t("Highlight"), className: "highlight" },
];

/** The colours of the palette, for letters and for what is behind them. */
export function palettePopup(id: string, editor: Editor): Popup {
  const popup = new Popup(id, t("Colour"), () => INKS.map((ink) => swatches(editor, ink)));
  popup.dom.classList.add("palette");
  popup.dom.dataset["grid"] = "";
  return popup;
}

function swatches(editor: Editor, ink: Ink): HTMLElement {
  const present: unknown = editor.isActive(ink.mark) ? editor.getAttributes(ink.mark)["color"] : null;
  const made = [null, ...COLORS].map((color) => swatch(editor, ink, color, color === present));
  const title = element("div", { class: "menu-title", "aria-hidden": "true" }, ink.name);
  return element(
    "div",
    { role: "group", "aria-label": ink.name },
    title,
    element("div", { class: "swatches", role: "presentation" }, ...made),
  );
}

function swatch(editor: Editor, { mark, className }: Ink, color: string | null, isPresent: boolean): HTMLElement {
  const name = color === null ? t("Default") : (NAMES[color] ?? color);
  const sample = element("span", { "aria-hidden": "true" }, "A");
  if (color !== null) {
    sample.className = className;
    sample.dataset["color"] = color;
  }
  const made = element(
    "button",
    {
      ...{ type: "button", class: "menu-item swatch", role: "menuitemradio" },
      ...{ "aria-label": name, "aria-checked": String(isPresent), "data-tooltip": name },
    },
    sample,
  );
  made.addEventListener("click", () => {
    const chain = editor.chain().focus();
    if (color === null) chain.unsetMark(mark).run();
    else chain.setMark(mark, { color }).run();
  });
  return made;
}
