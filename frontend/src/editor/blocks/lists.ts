import { Extension, InputRule, wrappingInputRule } from "@tiptap/core";
import {
  BulletList as BaseBulletList,
  OrderedList as BaseOrderedList,
  TaskList as BaseTaskList,
} from "@tiptap/extension-list";

import { around } from "./around";
import { itemAround, makeTask, toggleListKind, wrapInTask } from "./list-kinds";

export const BulletList = BaseBulletList.extend({
  addCommands() {
    return { toggleBulletList: () => (props) => toggleListKind(this.name, props) };
  },
});

export const OrderedList = BaseOrderedList.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element) => Math.min(Math.max(parseInt(element.getAttribute("start") ?? "1", 10) || 0, 0), 1_000_000),
    },
  }),

  addCommands() {
    return { toggleOrderedList: () => (props) => toggleListKind(this.name, props) };
  },

  addInputRules() {
    return [
      wrappingInputRule({
        find: /^(\d{1,6})[.)]\s$/,
        type: this.type,
        getAttributes: ([, number]) => ({ start: Number(number) }),
        joinPredicate: ([, number], list) => list.childCount + Number(list.attrs["start"]) === Number(number),
      }),
    ];
  },

  // What is pasted is the clipboard's affair.
  addProseMirrorPlugins: () => [],
});

export const TaskList = BaseTaskList.extend({
  addCommands() {
    return { toggleTaskList: () => (props) => toggleListKind(this.name, props) };
  },

  addInputRules() {
    return [
      new InputRule({
        find: /^\s*\[([ xX])?\]\s$/,
        handler: ({ state: { tr }, range, match: [, tick] }) => {
          const { $from } = tr.selection;
          if ($from.parent.type.name !== "paragraph") return null;
          tr.delete(range.from, range.to);
          const checked = tick?.toLowerCase() === "x";
          const item = itemAround(tr.selection.$from);
          const isItsFirst = item !== null && $from.depth === item.depth + 1 && $from.index(item.depth) === 0;
          if (isItsFirst && item.node.type.name === "listItem") {
            makeTask(tr, { ...item, node: tr.selection.$from.node(item.depth) }, checked);
            return undefined;
          }
          return wrapInTask(tr, checked) ? undefined : null;
        },
      }),
    ];
  },
});

/** The keys of all lists. What a key does is decided by the innermost item, whatever list it belongs to. */
export const ListKeys = Extension.create({
  name: "listKeys",
  priority: 150,

  addKeyboardShortcuts() {
    const innermost = (): string | null => {
      const { $from } = this.editor.state.selection;
      return $from.parent.type.spec.code === true ? null : (itemAround($from)?.node.type.name ?? null);
    };
    const isInTable = (): boolean => around(this.editor.state.selection.$from, "tableCell", "tableHeader") !== null;
    return {
      Enter: () => {
        const item = innermost();
        return item !== null && this.editor.commands.splitListItem(item);
      },
      Tab: () => {
        const item = innermost();
        if (item === null) return false;
        return this.editor.commands.sinkListItem(item) || !isInTable();
      },
      "Shift-Tab": () => {
        const item = innermost();
        if (item === null) return false;
        return this.editor.commands.liftListItem(item) || !isInTable();
      },
    };
  },
});
