import { Extension } from "@tiptap/core";

import { around } from "./around";
import { openKinds } from "./callout-view";
import { toggleOpen } from "./details-view";

/** Mod-Enter does what a click on the nearest control would: a task's box, a chevron, a callout's icon. */
export const ToggleKey = Extension.create({
  name: "toggleKey",
  priority: 160,

  addKeyboardShortcuts() {
    return {
      "Mod-Enter": () => {
        const { view, state } = this.editor;
        const { $from } = state.selection;
        const found = $from.parent.type.spec.code === true ? null : around($from, "taskItem", "details", "callout");
        if (found?.node.type.name === "details") return toggleOpen(view, found.position);
        if (found?.node.type.name === "callout") return openKinds(view, found.position);
        return found !== null && this.editor.commands.toggleTask();
      },
    };
  },
});
