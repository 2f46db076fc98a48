import { ACTIONS, HISTORY, MARKS, type Action, type ActionGroup } from "../editor/actions";
import { ALIGNMENTS } from "../editor/blocks/actions";
import { MARK_ACTIONS } from "../editor/marks/actions";
import { findActions } from "../editor/menus/search";
import { element } from "../lib/element";
import { keyNames } from "../lib/platform";
import { plural } from "../lib/plural";

type Row = Pick<Action, "name" | "words" | "shortcut" | "markdown">;

interface Group {
  readonly name: string;
  readonly rows: readonly Row[];
}

const MOVING: readonly Row[] = [
  ...HISTORY,
  { name: "Insert a block", markdown: "/", words: "slash menu" },
  { name: "Link on selected text", shortcut: "Mod-K", markdown: "[text](address)", words: "url address hyperlink" },
  { name: "Search all documents, with no text selected", shortcut: "Mod-K", words: "find open go to" },
  { name: "Move the block up", shortcut: "Alt-Shift-ArrowUp" },
  { name: "Move the block down", shortcut: "Alt-Shift-ArrowDown" },
  { name: "Go to the block’s handle", shortcut: "Alt-Shift-H", words: "menu drag duplicate delete" },
  { name: "Go to the formatting bar", shortcut: "Alt-F10", words: "toolbar" },
  { name: "Item into a list", shortcut: "Tab", words: "indent nest" },
  { name: "Item out of a list", shortcut: "Shift-Tab", words: "outdent" },
  { name: "Out of the text, but for lists, tables and code", shortcut: "Tab", words: "leave focus keyboard indent" },
  { name: "New line in a block", shortcut: "Shift-Enter", words: "break" },
  { name: "Find", shortcut: "Mod-F", words: "search" },
  { name: "Replace", shortcut: "Mod-H", words: "find" },
  { name: "Outline and word count", shortcut: "Mod-Alt-O", words: "headings contents characters" },
  { name: "Print", shortcut: "Mod-P" },
  { name: "This sheet", shortcut: "Mod-/", words: "keyboard help" },
];

/** Everything that has a shortcut or can be typed, by its group. */
export function shortcutGroups(): readonly Group[] {
  const inGroups = (...groups: readonly (ActionGroup | undefined)[]): readonly Action[] =>
    ACTIONS.filter(({ group, shortcut, markdown }) => groups.includes(group) && (shortcut ?? markdown) !== undefined);
  const format = [...MARKS, ...MARK_ACTIONS, ...ALIGNMENTS];
  const others = inGroups(undefined).filter((action) => !format.includes(action));
  return [
    { name: "Format", rows: format },
    { name: "Text and lists", rows: inGroups("Text", "Lists") },
    { name: "Blocks", rows: inGroups("Blocks", "Media") },
    { name: "Insert", rows: inGroups("Insert") },
    { name: "Write and move", rows: [...MOVING, ...others] },
  ];
}

/** A field to search in, and the groups below it. */
export function fillShortcutSheet(body: HTMLElement): void {
  const list = element("div", { class: "shortcut-groups" });
  const said = element("p", { class: "quiet-text", role: "status" });
  const empty = element("p", { class: "field-hint", hidden: true }, "Nothing is called that.");
  const input = element("input", {
    ...{
      type: "search",
      "aria-label": "Search shortcuts",
      placeholder: "Search",
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
    said.textContent = query === "" ? "" : plural(count, "shortcut");
  };
  input.addEventListener("input", () => {
    show(input.value);
  });
  show("");
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
