// @vitest-environment happy-dom
import { Editor } from "@tiptap/core";
import { EditorState } from "@tiptap/pm/state";
import { expect, test } from "vitest";

import { contentExtensions } from "../extensions";
import { Target } from "./target";

test("two changes that are heard of in the wrong order lose the block, and nothing else", () => {
  const editor = new Editor({ extensions: contentExtensions(), content: "<p>one</p><p>two</p><p>three</p>" });
  const target = new Target(editor);
  const { doc } = editor.state;
  const last = doc.child(2);
  target.set({ pos: doc.content.size - last.nodeSize, node: last });
  const before = EditorState.create({ doc });
  const first = before.tr.delete(0, doc.content.size - last.nodeSize);
  const between = before.apply(first);
  const second = between.tr.insertText("!", 1);
  editor.emit("transaction", { editor, transaction: second, appendedTransactions: [] });
  expect(target.spot).toBeNull();
  target.destroy();
  editor.destroy();
});
