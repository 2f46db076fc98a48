import { CODE_BLOCK, DIVIDER, HEADINGS, HISTORY, LISTS, MARKS, QUOTE, TEXT, type Action } from "../editor/actions";
import { byId, element } from "../lib/element";
import { keyNames } from "../lib/platform";

type Keys = Pick<Action, "name" | "shortcut" | "markdown">;

const PAGE: readonly Keys[] = [
  { name: "Blocks", markdown: "/" },
  { name: "Link", shortcut: "Mod-K" },
  { name: "Go to the formatting bar", shortcut: "Alt-F10" },
  { name: "This sheet", shortcut: "Mod-/" },
];

/** The sheet of shortcuts, on Ctrl+/ and from the menu; made when it is first asked for. */
export function startShortcutSheet(): void {
  const dialog = byId("shortcuts", HTMLDialogElement);
  const body = byId("shortcuts-body", HTMLElement);
  const open = (): void => {
    if (body.childElementCount === 0) body.append(...sheet());
    if (dialog.open) dialog.close();
    else dialog.showModal();
  };
  byId("shortcuts-opener", HTMLElement).addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    open();
  });
}

function sheet(): HTMLElement[] {
  return [
    ...group("Text", MARKS),
    ...group("Blocks", [TEXT, ...HEADINGS, ...LISTS, QUOTE, CODE_BLOCK, DIVIDER]),
    ...group("Everything else", [...HISTORY, ...PAGE]),
  ];
}

function group(name: string, rows: readonly Keys[]): HTMLElement[] {
  const made = rows.map(({ name: label, shortcut, markdown }) => {
    const keys = element("dd");
    if (markdown !== undefined) keys.append(element("kbd", {}, markdown));
    if (shortcut !== undefined) keys.append(element("kbd", {}, keyNames(shortcut).join(" ")));
    return element("div", {}, element("dt", {}, label), keys);
  });
  return [element("h3", { class: "shortcuts-group" }, name), element("dl", { class: "shortcuts" }, ...made)];
}
