import { t } from "./i18n";

export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

const ARROWS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };

/** "Mod-Shift-7" as the keyboard in front of the reader names it. */
export function keyNames(shortcut: string): string[] {
  const names: Record<string, string> = isApple
    ? { ...ARROWS, Mod: "⌘", Shift: "⇧", Alt: "⌥", Enter: "↩", Tab: "⇥" }
    : { ...ARROWS, Mod: t("Ctrl"), Shift: t("Shift"), Alt: t("Alt"), Enter: t("Enter"), Tab: t("Tab") };
  return shortcut.split("-").map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** The same for `aria-keyshortcuts`. */
export function ariaShortcut(shortcut: string): string {
  return shortcut.replace("Mod", isApple ? "Meta" : "Control").replaceAll("-", "+");
}
