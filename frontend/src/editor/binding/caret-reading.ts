import type { EditorView } from "@tiptap/pm/view";

/** What of prosemirror-view's DOM observer is used here. Its types leave it out. */
interface DomObserver {
  pendingRecords(): readonly MutationRecord[];
  flush(): void;
  flushSoon(): void;
}

/**
 * Lets the editor know where the browser has put the caret. The browser says so a moment later; a change that is shown
 * before then would put the caret back to where it was, and in a long document that moment is long.
 *
 * What was typed and isn't read yet stays for later: it must not become part of somebody else's change.
 */
export function readCaret(view: EditorView): void {
  const { domObserver } = view as unknown as { readonly domObserver: DomObserver };
  if (domObserver.pendingRecords().length > 0) domObserver.flushSoon();
  else domObserver.flush();
}
