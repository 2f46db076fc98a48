import type { Editor } from "@tiptap/core";

import { t } from "../../lib/i18n";
import { ACTIONS, HISTORY, type Action } from "../actions";
import { palettePopup } from "./palette";
import { Popup, sections, type MenuItem, type MenuSection } from "./popup";
import type { BarMenu } from "./toolbar";
import { presentKind, turnIntoItems } from "./turn-into";

const ALIGNMENTS = ["align-left", "align-center", "align-right", "align-justify"];
const MORE = ["subscript", "superscript", "clear-formatting"];

/** The menus of a bar, each with a name of its own on the page. */
export class BarMenus {
  readonly #editor: Editor;
  readonly #prefix: string;

  constructor(editor: Editor, prefix: string) {
    this.#editor = editor;
    this.#prefix = prefix;
  }

  turnInto(): BarMenu {
    const popup = this.#popup("turn-into", t("Turn into"), () => [{ items: turnIntoItems(this.#editor) }]);
    return { name: t("Turn into"), icon: "turnInto", popup, label: (editor) => presentKind(editor).name };
  }

  colour(): BarMenu {
    return { name: t("Colour"), icon: "palette", popup: palettePopup(`${this.#prefix}-colour`, this.#editor) };
  }

  alignment(): BarMenu {
    const popup = this.#popup("alignment", t("Alignment"), () => [{ items: this.items(ALIGNMENTS, "one") }]);
    return { name: t("Alignment"), icon: "alignLeft", popup };
  }

  more(): BarMenu {
    const popup = this.#popup("more", t("More formatting"), () => [{ items: this.items(MORE, "some") }]);
    return { name: t("More formatting"), icon: "ellipsis", popup };
  }

  /** Everything that the bar of a phone has no room for. */
  sheet(): BarMenu {
    const marks = ["underline", "strike", "code", ...MORE];
    const popup = this.#popup("sheet", t("More formatting"), () => [
      { name: t("Format"), items: this.items(marks, "some") },
      { name: t("Turn into"), items: turnIntoItems(this.#editor) },
      { name: t("Alignment"), items: this.items(ALIGNMENTS, "one") },
    ]);
    popup.dom.classList.add("menu--sheet");
    popup.dom.dataset["grid"] = "";
    return { name: t("More formatting"), icon: "ellipsis", popup, className: "toolbar-last" };
  }

  items(ids: readonly string[], holds: "one" | "some"): readonly MenuItem[] {
    return pick(...ids).map(({ name, icon, shortcut, run, isActive }) => ({
      ...{ name, icon, shortcut },
      ...(isActive === undefined ? {} : { holds, checked: isActive(this.#editor) }),
      act: () => {
        run(this.#editor.chain().focus()).run();
      },
    }));
  }

  #popup(name: string, label: string, fill: () => readonly MenuSection[]): Popup {
    return new Popup(`${this.#prefix}-${name}`, label, () => sections(fill()));
  }
}

export function pick(...ids: readonly string[]): readonly Action[] {
  return ids.flatMap((id) => [...ACTIONS, ...HISTORY].find((action) => action.id === id) ?? []);
}
