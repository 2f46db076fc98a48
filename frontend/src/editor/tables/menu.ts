import type { Editor } from "@tiptap/core";
import { isInTable } from "@tiptap/pm/tables";

import { element, pageMain } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { place } from "../../lib/place";
import { mayRun, runTableCommand, TABLE_COMMANDS, type TableCommand, type TableGroup } from "./table-commands";

const ALL: readonly TableGroup[] = ["row", "column", "cells", "table"];

/** The menu of the table around the caret, beside `anchor` or the cell. Every command is here, also for the keyboard. */
export function openTableMenu(editor: Editor, anchor?: Element, groups = ALL): boolean {
  if (!isInTable(editor.state) || !editor.isEditable) return false;
  const menu = element("div", {
    ...{ class: "menu table-menu", id: "table-menu", role: "menu", "aria-label": t("Table"), popover: "auto" },
  });
  for (const group of groups) {
    const offered = TABLE_COMMANDS.filter((one) => one.group === group && mayRun(editor, one));
    if (offered.length === 0) continue;
    if (menu.childElementCount > 0) menu.append(element("div", { class: "menu-divider", role: "separator" }));
    menu.append(...offered.map((command) => item(editor, command)));
  }
  document.getElementById(menu.id)?.remove();
  pageMain().append(menu);
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (hadFocus) editor.view.focus();
  });
  menu.showPopover();
  void place(menu, anchor ?? cellOf(editor), "bottom-start");
  menu.querySelector<HTMLElement>(".menu-item")?.focus();
  return true;
}

function item(editor: Editor, command: TableCommand): HTMLElement {
  const { name, isOn, isDangerous = false } = command;
  const made = element(
    "button",
    { type: "button", class: `menu-item${isDangerous ? " menu-item--danger" : ""}`, role: "menuitem" },
    icon(command.icon),
    name,
  );
  if (isOn !== undefined) {
    made.setAttribute("role", "menuitemcheckbox");
    made.setAttribute("aria-checked", String(isOn(editor)));
  }
  made.addEventListener("click", () => {
    runTableCommand(editor, command);
  });
  return made;
}

function cellOf({ view }: Editor): Element {
  const { node } = view.domAtPos(view.state.selection.from);
  const at = node instanceof Element ? node : node.parentElement;
  return at?.closest("td, th") ?? view.dom;
}
