import { named, type Names } from "../../lib/i18n";
import type { IconName } from "../../lib/icons";
import type { Action } from "../actions";
import type { Alignment } from "./text-align";

export const CALLOUTS: readonly Action[] = [
  callout("info", named("Note", "callout info box"), "info", "!!!"),
  callout("success", named("Tip", "callout success hint done"), "success", ":::tip"),
  callout("warning", named("Warning", "callout caution"), "warning", ":::warning"),
  callout("danger", named("Danger", "callout error important"), "danger", ":::danger"),
];

export const DETAILS: Action = {
  id: "details",
  ...named("Details", "toggle collapse fold hide spoiler summary"),
  group: "blocks",
  icon: "details",
  markdown: "+++",
  run: (chain) => chain.toggleDetails(),
  isActive: (editor) => editor.isActive("details"),
};

export const FOOTNOTE: Action = {
  id: "footnote",
  ...named("Footnote", "reference note source citation"),
  group: "insert",
  icon: "footnote",
  shortcut: "Mod-Alt-F",
  markdown: "[^1]",
  run: (chain) => chain.insertFootnote(),
};

export const ALIGNMENTS: readonly Action[] = [
  alignment("left", named("Align left"), "alignLeft", "Mod-Shift-L"),
  alignment("center", named("Align centre"), "alignCenter", "Mod-Shift-E"),
  alignment("right", named("Align right"), "alignRight", "Mod-Shift-R"),
  alignment("justify", named("Justify"), "alignJustify", "Mod-Shift-J"),
];

/** The blocks that editor/actions.ts doesn't have by itself. */
export const BLOCK_ACTIONS: readonly Action[] = [...CALLOUTS, DETAILS, FOOTNOTE, ...ALIGNMENTS];

function callout(kind: string, names: Names, icon: IconName, markdown: string): Action {
  return {
    ...{ id: `callout-${kind}`, ...names, icon, markdown },
    group: "blocks",
    run: (chain) => chain.toggleCallout(kind),
    isActive: (editor) => editor.isActive("callout", { kind }),
  };
}

function alignment(at: Alignment, names: Names, icon: IconName, shortcut: string): Action {
  return {
    ...{ id: `align-${at}`, ...names, icon, shortcut },
    // Where lines begin at the left by themselves, that is no alignment of its own.
    run: (chain) => (at === "left" ? chain.unsetTextAlign() : chain.setTextAlign(at)),
    isActive: (editor) => editor.isActive({ textAlign: at }) || (at === "left" && editor.isActive({ textAlign: null })),
  };
}
