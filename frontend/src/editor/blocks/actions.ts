import type { IconName } from "../../lib/icons";
import type { Action } from "../actions";
import type { Alignment } from "./text-align";

export const CALLOUTS: readonly Action[] = [
  callout("info", "Note", "info", "callout info box", "!!!"),
  callout("success", "Tip", "success", "callout success hint done", ":::tip"),
  callout("warning", "Warning", "warning", "callout caution", ":::warning"),
  callout("danger", "Danger", "danger", "callout error important", ":::danger"),
];

export const DETAILS: Action = {
  id: "details",
  name: "Details",
  group: "Blocks",
  icon: "details",
  words: "toggle collapse fold hide spoiler summary",
  markdown: "+++",
  run: (chain) => chain.toggleDetails(),
  isActive: (editor) => editor.isActive("details"),
};

export const FOOTNOTE: Action = {
  id: "footnote",
  name: "Footnote",
  group: "Insert",
  icon: "footnote",
  words: "reference note source citation",
  shortcut: "Mod-Alt-F",
  markdown: "[^1]",
  run: (chain) => chain.insertFootnote(),
};

export const ALIGNMENTS: readonly Action[] = [
  alignment("left", "Align left", "alignLeft", "Mod-Shift-L"),
  alignment("center", "Align centre", "alignCenter", "Mod-Shift-E"),
  alignment("right", "Align right", "alignRight", "Mod-Shift-R"),
  alignment("justify", "Justify", "alignJustify", "Mod-Shift-J"),
];

/** The blocks that editor/actions.ts doesn't have by itself. */
export const BLOCK_ACTIONS: readonly Action[] = [...CALLOUTS, DETAILS, FOOTNOTE, ...ALIGNMENTS];

function callout(kind: string, name: string, icon: IconName, words: string, markdown: string): Action {
  return {
    ...{ id: `callout-${kind}`, name, icon, words, markdown },
    group: "Blocks",
    run: (chain) => chain.toggleCallout(kind),
    isActive: (editor) => editor.isActive("callout", { kind }),
  };
}

function alignment(at: Alignment, name: string, icon: IconName, shortcut: string): Action {
  return {
    ...{ id: `align-${at}`, name, icon, shortcut },
    // Where lines begin at the left by themselves, that is no alignment of its own.
    run: (chain) => (at === "left" ? chain.unsetTextAlign() : chain.setTextAlign(at)),
    isActive: (editor) => editor.isActive({ textAlign: at }) || (at === "left" && editor.isActive({ textAlign: null })),
  };
}
