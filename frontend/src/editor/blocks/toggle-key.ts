import { Extension } from "@tiptap/core";

import { around } from "./around";
import { toggleOpen } from "./details-view";

/** Mod-Enter does what a click on the nearest control would: it ticks a task, or opens and closes details. */
export const ToggleKey = Extension.create({
  name: "toggleKey",
  priority: 160,

  addKeyboardShortcuts() {
    return {
      "Mod-Enter": () => {
        const { view, state } = this.editor;
        const { $from } = state.selection;
        const found = $from.parent.type.spec.code === true ? null : around($from, "taskItem", "details");
        if (found?.node.type.name === "details") return toggleOpen(view, found.position);
        return found !== null && this.editor.commands.toggleTask();
      },
    };
  },
});
