import type { Editor } from "@tiptap/core";

import { element, pageMain } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { completedLink } from "../menus/links";
import { embedFromUrl } from "./embed-from-url";

const PROBLEM = t("Give the address of a video on YouTube, Vimeo, Dailymotion or Loom.");

/** Asks for a video's address. */
export function openEmbedDialog(editor: Editor): void {
  const input = element("input", {
    ...{
      id: "embed-address",
      type: "text",
      inputmode: "url",
      autocomplete: "off",
      spellcheck: "false",
      autofocus: true,
    },
    ...{ placeholder: "https://www.youtube.com/watch?v=…", "aria-describedby": "embed-error embed-hint" },
  });
  const error = element("p", { class: "field-error", id: "embed-error", role: "alert" });
  const form = element("form", { method: "dialog", novalidate: true }, head(), field(input, error), foot());
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": "embed-heading" }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = completedLink(input.value) ?? "";
    if (embedFromUrl(address) === null) {
      error.textContent = PROBLEM;
      input.setAttribute("aria-invalid", "true");
      input.focus();
      return;
    }
    dialog.close();
    editor.chain().focus().insertEmbed(address).run();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    editor.view.focus();
  });
  pageMain().append(dialog);
  dialog.showModal();
}

function head(): HTMLElement {
  const close = {
    class: "button button--quiet button--icon",
    type: "button",
    "data-close": true,
    "aria-label": t("Close"),
  };
  const heading = element("h2", { id: "embed-heading" }, t("Video"));
  return element("div", { class: "dialog-head" }, heading, element("button", close, icon("x")));
}

function field(input: HTMLElement, error: HTMLElement): HTMLElement {
  const label = element("label", { for: input.id }, t("Address"));
  const hint = t("Nothing is loaded from there until a reader presses Play.");
  const hinted = element("p", { class: "field-hint", id: "embed-hint" }, hint);
  return element("div", { class: "field" }, label, input, error, hinted);
}

function foot(): HTMLElement {
  const cancel = { class: "button button--quiet", type: "button", "data-close": true };
  const add = { class: "button button--primary", type: "submit" };
  const buttons = [element("button", cancel, t("Cancel")), element("button", add, t("Add video"))];
  return element("div", { class: "dialog-actions" }, ...buttons);
}
