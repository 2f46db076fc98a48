import { type Editor, type NodeViewRendererProps } from "@tiptap/core";
import { TaskItem as BaseTaskItem } from "@tiptap/extension-list";
import type { Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { followEditable } from "./editable";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    taskItem: {
      /** Ticks the innermost task around the caret, or takes the tick away. */
      toggleTask: () => ReturnType;
    };
  }
}

export const TaskItem = BaseTaskItem.extend({
  // The list's keys are in list-keys.ts, one for all kinds of lists, and so are the rules for typing one.
  addKeyboardShortcuts: () => ({}),
  addInputRules: () => [],

  addNodeView: () => (props) => new TaskView(props),

  addCommands() {
    return {
      toggleTask:
        () =>
        ({ state, tr }) => {
          const { $from } = state.selection;
          for (let depth = $from.depth; depth > 0; depth -= 1) {
            const node = $from.node(depth);
            if (node.type !== this.type) continue;
            tr.setNodeAttribute($from.before(depth), "checked", node.attrs["checked"] !== true);
            return true;
          }
          return false;
        },
    };
  },
}).configure({ nested: true });

class TaskView implements NodeView {
  readonly dom = element("li", { "data-type": "taskItem" });
  readonly contentDOM = element("div", { class: "task-text" });
  readonly #box = element("input", { type: "checkbox" });
  readonly #label = element("label", { class: "task-box", contenteditable: "false" }, this.#box);
  readonly #editor: Editor;
  readonly #getPos: () => number | undefined;
  readonly #stopFollowing: () => void;
  #node: Node;

  constructor({ editor, node, getPos }: NodeViewRendererProps) {
    this.#editor = editor;
    this.#getPos = getPos;
    this.#node = node;
    this.dom.append(this.#label, this.contentDOM);
    // A click on the box leaves the caret where it is.
    this.#label.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    this.#box.addEventListener("change", this.#tick);
    this.#stopFollowing = followEditable(editor, (editable) => (this.#box.disabled = !editable));
    this.#show();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#show();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof globalThis.Node && this.#label.contains(event.target);
  }

  ignoreMutation(mutation: { target: globalThis.Node }): boolean {
    return !this.contentDOM.contains(mutation.target);
  }

  destroy(): void {
    this.#stopFollowing();
  }

  readonly #tick = (): void => {
    const position = this.#getPos();
    const { checked } = this.#box;
    // What the document says is shown until it says something else.
    this.#box.checked = this.#node.attrs["checked"] === true;
    if (position === undefined || !this.#editor.isEditable) return;
    const { state, dispatch } = this.#editor.view;
    dispatch(state.tr.setNodeAttribute(position, "checked", checked));
  };

  #show(): void {
    const checked = this.#node.attrs["checked"] === true;
    const id: unknown = this.#node.attrs["id"];
    if (typeof id === "string") this.dom.dataset["id"] = id;
    this.dom.dataset["checked"] = String(checked);
    this.#box.checked = checked;
    this.#box.setAttribute(
      "aria-label",
      t("Task done: {task}", { task: this.#node.firstChild?.textContent.trim() ?? "" }),
    );
  }
}
