import type { DecorationAttrs } from "@tiptap/pm/view";

import { t } from "../lib/i18n";

const COLOR = /^#[0-9a-f]{6}$/i;
const FALLBACK_COLOR = "#6b6b6b";

/** Somebody else's caret: a thin line with a name flag, which fades by itself and comes back when the caret moves. */
export function renderCaret(user: Record<string, unknown>): HTMLElement {
  const caret = document.createElement("span");
  const flag = document.createElement("span");
  caret.className = "caret";
  flag.className = "caret-flag";
  // Drawn by the style sheet, so that a name is never part of the text that is read, searched or copied.
  flag.dataset["name"] = typeof user["name"] === "string" ? user["name"] : t("Somebody");
  // Through the CSSOM: the content security policy allows no style attributes.
  caret.style.setProperty("--caret-color", colorOf(user));
  caret.append(flag);
  return caret;
}

export function renderSelection(user: Record<string, unknown>): DecorationAttrs {
  return { class: "caret-selection", style: `--caret-color: ${colorOf(user)}` };
}

function colorOf(user: Record<string, unknown>): string {
  return typeof user["color"] === "string" && COLOR.test(user["color"]) ? user["color"] : FALLBACK_COLOR;
}
