import type { Editor } from "@tiptap/core";

import { byId } from "../../lib/element";
import { named, t } from "../../lib/i18n";
import type { Action } from "../actions";
import { completedLink } from "./links";

/** Asks for the address of the selected text's link; an empty one takes the link away. */
export function openLinkDialog(editor: Editor): void {
  const dialog = byId("link-dialog", HTMLDialogElement);
  const form = byId("link-form", HTMLFormElement);
  const input = byId("link-address", HTMLInputElement);
  const error = byId("link-error", HTMLElement);
  const present: unknown = editor.getAttributes("link")["href"];
  input.value = typeof present === "string" ? present : "";
  error.textContent = "";
  form.onsubmit = (event) => {
    event.preventDefault();
    const href = input.value.trim() === "" ? "" : completedLink(input.value);
    if (href === null) {
      error.textContent = t("Give a web address (https://…) or an e-mail address.");
      input.focus();
      return;
    }
    dialog.close();
    setLink(editor, href);
  };
  dialog.showModal();
  input.select();
}

export function linkAction(open: () => void): Action {
  return {
    id: "link",
    ...named("Link"),
    icon: "link",
    shortcut: "Mod-K",
    run: (chain) =>
      chain.command(() => {
        queueMicrotask(open);
        return true;
      }),
    isActive: (editor) => editor.isActive("link"),
  };
}

function setLink(editor: Editor, href: string): void {
  // At once: the focus command waits for a frame, and the next key would still act on the selection before it.
  editor.view.focus();
  const chain = editor.chain().extendMarkRange("link");
  if (href === "") {
    chain.unsetLink().run();
  } else if (editor.state.selection.empty && !editor.isActive("link")) {
    chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
  } else {
    chain.setLink({ href }).run();
  }
}
