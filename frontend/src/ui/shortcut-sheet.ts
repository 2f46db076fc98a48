import { ACTIONS, GROUP_NAMES, HISTORY, MARKS, type Action, type ActionGroup } from "../editor/actions";
import { ALIGNMENTS } from "../editor/blocks/actions";
import { MARK_ACTIONS } from "../editor/marks/actions";
import { findActions } from "../editor/menus/search";
import { element } from "../lib/element";
import { named, t, tn } from "../lib/i18n";
import { keyNames } from "../lib/platform";

type Row = Pick<Action, "name" | "words" | "shortcut" | "markdown">;

interface Group {
  readonly name: string;
  readonly rows: readonly Row[];
}

const MOVING: readonly Row[] = [
  ...HISTORY,
  { ...named("Insert a block", "slash menu"), markdown: "/" },
  { ...named("Link on selected text", "url address hyperlink"), shortcut: "Mod-K", markdown: "[text](address)" },
  { ...named("Search all documents, with no text selected", "find open go to"), shortcut: "Mod-K" },
  { ...named("Move the block up"), shortcut: "Alt-Shift-ArrowUp" },
  { ...named("Move the block down"), shortcut: "Alt-Shift-ArrowDown" },
  { ...named("Go to the block’s handle", "menu drag duplicate delete"), shortcut: "Alt-Shift-H" },
  { ...named("Go to the formatting bar", "toolbar"), shortcut: "Alt-F10" },
  { ...named("Item into a list", "indent nest"), shortcut: "Tab" },
  { ...named("Item out of a list", "outdent"), shortcut: "Shift-Tab" },
  { ...named("Out of the text, but for lists, tables and code", "leave focus keyboard indent"), shortcut: "Tab" },
  { ...named("New line in a block", "break"), shortcut: "Shift-Enter" },
  { ...named("Find", "search"), shortcut: "Mod-F" },
  { ...named("Replace", "find"), shortcut: "Mod-H" },
  { ...named("Outline and word count", "headings contents characters"), shortcut: "Mod-Alt-O" },
  { ...named("Print"), shortcut: "Mod-P" },
  { ...named("This sheet", "keyboard help"), shortcut: "Mod-/" },
];

/** Everything that has a shortcut or can be typed, by its group. */
export function shortcutGroups(): readonly Group[] {
  const inGroups = (...groups: readonly (ActionGroup | undefined)[]): readonly Action[] =>
    ACTIONS.filter(({ group, shortcut, markdown }) => groups.includes(group) && (shortcut ?? markdown) !== undefined);
  const format = [...MARKS, ...MARK_ACTIONS, ...ALIGNMENTS];
  const others = inGroups(undefined).filter((action) => !format.includes(action));
  return [
    { name: t("Format"), rows: format },
    { name: t("Text and lists"), rows: inGroups("text", "lists") },
    { name: GROUP_NAMES.blocks, rows: inGroups("blocks", "media") },
    { name: GROUP_NAMES.insert, rows: inGroups("insert") },
    { name: t("Write and move"), rows: [...MOVING, ...others] },
  ];
}

/** A field to search in, and the groups below it. */
export function fillShortcutSheet(body: HTMLElement, typed: string): void {
  const list = element("div", { class: "shortcut-groups" });
  const said = element("p", { class: "quiet-text", role: "status" });
  const empty = element("p", { class: "field-hint", hidden: true }, t("Nothing is called that."));
  const input = element("input", {
    ...{
      type: "search",
      "aria-label": t("Search shortcuts"),
      placeholder: t("Search"),
      autocomplete: "off",
      autofocus: true,
    },
  });
  const show = (query: string): void => {
    const found = shortcutGroups().flatMap(({ name, rows }) => {
      const matching = findActions(query, rows);
      return matching.length === 0 ? [] : [{ name, rows: matching }];
    });
    list.replaceChildren(...found.map(group));
    empty.hidden = found.length > 0;
    const count = found.reduce((sum, { rows }) => sum + rows.length, 0);
    said.textContent = query === "" ? "" : tn("{count} shortcut", "{count} shortcuts", count);
  };
  input.addEventListener("input", () => {
    show(input.value);
  });
  input.value = typed;
  show(typed);
  body.replaceChildren(element("div", { class: "field shortcut-search" }, input), said, empty, list);
}

function group({ name, rows }: Group): HTMLElement {
  const made = rows.map(({ name: label, shortcut, markdown }) => {
    const keys = element("dd");
    if (markdown !== undefined) keys.append(element("code", {}, markdown));
    if (shortcut !== undefined) keys.append(...keyNames(shortcut).map((key) => element("kbd", {}, key)));
    return element("div", {}, element("dt", {}, label), keys);
  });
  return element(
    "section",
    {},
    element("h3", { class: "shortcuts-group" }, name),
    element("dl", { class: "shortcuts" }, ...made),
  );
}
