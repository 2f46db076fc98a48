import type { Node } from "@tiptap/pm/model";

import { element } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon, type IconName } from "../../lib/icons";
import { imageAttributes } from "./image-view";

type Align = "center" | "left" | "right";

export interface BarActions {
  readonly align: (align: Align) => void;
  readonly describe: () => void;
  readonly enlarge: () => void;
  readonly replace: () => void;
  readonly download: () => void;
  readonly remove: () => void;
}

const ALIGNMENTS: readonly (readonly [Align, string, IconName])[] = [
  ["left", t("Align left"), "alignLeft"],
  ["center", t("Align centre"), "alignCenter"],
  ["right", t("Align right"), "alignRight"],
];

/** What can be done to a picture or a file: one stop for the Tab key, arrow keys inside. */
export class BarButtons {
  readonly dom = element("div", { class: "toolbar file-bar", role: "toolbar" });
  readonly #leave: () => void;
  readonly #aligning: readonly (readonly [Align, HTMLButtonElement])[];
  readonly #describing = element(
    "button",
    { type: "button", class: "button button--quiet file-bar-alt" },
    t("Alt text"),
  );
  readonly #forImages: readonly HTMLElement[];

  constructor(actions: BarActions, leave: () => void) {
    this.#leave = leave;
    this.#aligning = ALIGNMENTS.map(([align, name, picture]) => [
      align,
      barButton(name, picture, () => {
        actions.align(align);
      }),
    ]);
    this.#describing.dataset["tooltip"] = t("Alternative text");
    this.#describing.addEventListener("click", actions.describe);
    this.#forImages = [
      ...this.#aligning.map(([, button]) => button),
      element("span", { class: "toolbar-divider" }),
      this.#describing,
      element("span", { class: "toolbar-divider" }),
      barButton(t("Enlarge"), "enlarge", actions.enlarge),
      barButton(t("Replace"), "replace", actions.replace),
    ];
    this.dom.append(
      ...this.#forImages,
      barButton(t("Download"), "download", actions.download),
      barButton(t("Delete"), "trash", actions.remove),
    );
    this.dom.addEventListener("keydown", this.#onKey);
    // The picture stays selected, and the focus where it is.
    this.dom.addEventListener("pointerdown", (event) => {
      event.preventDefault();
    });
  }

  show(node: Node): void {
    const isImage = node.type.name === "image";
    this.dom.setAttribute("aria-label", isImage ? t("Picture") : t("File"));
    for (const one of this.#forImages) one.hidden = !isImage;
    if (isImage) {
      const { align, alt } = imageAttributes(node);
      for (const [name, button] of this.#aligning)
        button.setAttribute("aria-pressed", String((align ?? "left") === name));
      const isMissing = alt === null || alt.trim() === "";
      this.#describing.textContent = isMissing ? t("No alt text") : t("Alt text");
      this.#describing.setAttribute(
        "aria-label",
        isMissing ? t("No alt text: add alternative text") : t("Alt text: change alternative text"),
      );
      this.#describing.classList.toggle("is-missing", isMissing);
    }
    const stop = this.#buttons.find((button) => button.tabIndex === 0) ?? this.#buttons[0];
    for (const button of this.#buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  focus(): void {
    this.#buttons.find((button) => button.tabIndex === 0)?.focus();
  }

  get #buttons(): HTMLButtonElement[] {
    return [...this.dom.querySelectorAll<HTMLButtonElement>("button:not([hidden])")];
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.preventDefault();
      this.#leave();
      return;
    }
    const buttons = this.#buttons;
    const at = buttons.findIndex((button) => button === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : buttons.at(to % buttons.length);
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  };
}

function barButton(name: string, picture: IconName, act: () => void): HTMLButtonElement {
  const button = element(
    "button",
    { type: "button", class: "button button--quiet button--icon", "aria-label": name },
    icon(picture),
  );
  button.dataset["tooltip"] = name;
  button.addEventListener("click", act);
  return button;
}
