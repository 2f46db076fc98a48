export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** "Mod-Shift-7" as the keyboard in front of the reader names it. */
export function keyNames(shortcut: string): string[] {
  const names: Record<string, string> = isApple
    ? { Mod: "⌘", Shift: "⇧", Alt: "⌥", Enter: "↩" }
    : { Mod: "Ctrl", Shift: "Shift", Alt: "Alt", Enter: "Enter" };
  return shortcut.split("-").map((key) => names[key] ?? key.toUpperCase());
}

/** The same for `aria-keyshortcuts`. */
export function ariaShortcut(shortcut: string): string {
  return shortcut.replace("Mod", isApple ? "Meta" : "Control").replaceAll("-", "+");
}
