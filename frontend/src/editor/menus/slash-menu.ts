import { Extension, type Editor, type Range } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion, type SuggestionKeyDownProps, type SuggestionProps } from "@tiptap/suggestion";

import { element, pageMain } from "../../lib/element";
import { icon } from "../../lib/icons";
import { nextIndex } from "../../lib/next-index";
import { place } from "../../lib/place";
import { findBlocks, type Action } from "../actions";
import { isRemote } from "../guard";

type Props = SuggestionProps<Action, Action>;

/** "/" offers the blocks: filtered by what is typed after it, chosen with the arrow keys and Enter. */
export const SlashMenu = Extension.create({
  name: "slashMenu",
  addProseMirrorPlugins() {
    const list = new BlockList(this.editor);
    return [
      Suggestion<Action, Action>({
        editor: this.editor,
        pluginKey: new PluginKey("slashMenu"),
        char: "/",
        allow: ({ editor, state, range }) =>
          editor.isEditable && state.doc.resolve(range.from).parent.type.spec.code !== true,
        // A caret that comes back to an old "/" asks for nothing.
        shouldShow: ({ transaction }) => list.isOpen || (transaction.docChanged && !isRemote(transaction)),
        items: ({ query }) => [...findBlocks(query)],
        command: ({ editor, range, props }) => {
          turnInto(editor, range, props);
        },
        render: () => ({
          onStart: list.show,
          onUpdate: list.show,
          onKeyDown: list.onKey,
          onExit: list.hide,
        }),
      }),
    ];
  },
});

function turnInto(editor: Editor, range: Range, block: Action): void {
  block.run(editor.chain().focus().deleteRange(range)).run();
}

class BlockList {
  readonly #editor: Editor;
  readonly #menu = element("div", {
    ...{ class: "menu slash-menu", id: "slash-menu", role: "listbox", "aria-label": "Blocks", popover: "manual" },
  });
  #props: Props | null = null;
  #at = 0;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  get isOpen(): boolean {
    return this.#props !== null;
  }

  readonly show = (props: Props): void => {
    if (props.items.length === 0) {
      this.hide();
      return;
    }
    if (props.query !== this.#props?.query) this.#at = 0;
    this.#props = props;
    if (!this.#menu.isConnected) pageMain().append(this.#menu);
    this.#render();
    if (!this.#menu.matches(":popover-open")) this.#menu.showPopover();
    const getBoundingClientRect = (): DOMRect => props.clientRect?.() ?? new DOMRect();
    void place(this.#menu, { getBoundingClientRect }, "bottom-start");
  };

  readonly hide = (): void => {
    this.#props = null;
    this.#menu.remove();
    const { dom } = this.#editor.view;
    dom.removeAttribute("aria-activedescendant");
    dom.removeAttribute("aria-controls");
  };

  readonly onKey = ({ event }: SuggestionKeyDownProps): boolean => {
    const props = this.#props;
    if (props === null) return false;
    if (event.key === "Enter" || event.key === "Tab") {
      const chosen = props.items[this.#at];
      if (chosen !== undefined) props.command(chosen);
      return true;
    }
    const next = event.key.startsWith("Arrow") ? nextIndex(event.key, this.#at, props.items.length) : null;
    if (next === null) return false;
    this.#at = next;
    this.#render();
    return true;
  };

  #render(): void {
    const { items = [] } = this.#props ?? {};
    this.#menu.replaceChildren(...items.map((block, index) => this.#option(block, index === this.#at)));
    const chosen = this.#menu.children[this.#at];
    chosen?.scrollIntoView({ block: "nearest" });
    const { dom } = this.#editor.view;
    dom.setAttribute("aria-controls", this.#menu.id);
    dom.setAttribute("aria-activedescendant", chosen?.id ?? "");
  }

  #option(block: Action, selected: boolean): HTMLElement {
    const hint = element("span", { class: "menu-hint", "aria-hidden": "true" }, block.markdown ?? "");
    const option = element(
      "div",
      { class: "menu-item", role: "option", id: `block-${block.id}`, "aria-selected": String(selected) },
      icon(block.icon),
      block.name,
      hint,
    );
    // The caret stays in the text; the choice is made when the finger is lifted.
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    option.addEventListener("click", () => {
      this.#props?.command(block);
    });
    return option;
  }
}
