import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

import { LazyView } from "../lazy-view";

export const BlockHandles = Extension.create({
  name: "blockHandles",
  addProseMirrorPlugins() {
    const { editor } = this;
    const load = async (): Promise<() => object> => {
      const { BlockHandle } = await import("./block-handle");
      return () => new BlockHandle(editor);
    };
    return [new Plugin({ view: (view) => new LazyView(view, load) })];
  },
});
