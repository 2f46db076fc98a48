import { element, pageMain } from "../../lib/element";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";

const LONGEST = 1_000;

/** Asks what a picture shows, for those who can't see it. */
export function openAltDialog(present: string, store: (alt: string | null) => void): void {
  const input = element("textarea", {
    ...{ id: "alt-text", rows: "4", maxlength: String(LONGEST), "aria-describedby": "alt-hint", autofocus: true },
  });
  input.value = present;
  const form = element("form", { method: "dialog" }, head(), field(input), buttons());
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": "alt-heading" }, form);
  form.addEventListener("submit", () => {
    const text = input.value.trim();
    store(text === "" ? null : text);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
  });
  pageMain().append(dialog);
  dialog.showModal();
  input.select();
}

function head(): HTMLElement {
  const close = element(
    "button",
    { type: "button", class: "button button--quiet button--icon", "data-close": true, "aria-label": t("Close") },
    icon("x"),
  );
  return element("div", { class: "dialog-head" }, element("h2", { id: "alt-heading" }, t("Alternative text")), close);
}

function field(input: HTMLElement): HTMLElement {
  const hint = t("Read out to people who can’t see it, and shown in its place.");
  return element(
    "div",
    { class: "field" },
    element("label", { for: "alt-text" }, t("What does the picture show?")),
    input,
    element("p", { class: "field-hint", id: "alt-hint" }, hint),
  );
}

function buttons(): HTMLElement {
  return element(
    "div",
    { class: "dialog-actions" },
    element("button", { type: "button", class: "button button--quiet", "data-close": true }, t("Cancel")),
    element("button", { type: "submit", class: "button button--primary" }, t("Save")),
  );
}
