import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";

import { t } from "../../lib/i18n";
import { toast } from "../../ui/toasts";
import type { Json } from "./markdown/tree";

/** Puts what is selected, or else the whole text, into the clipboard as Markdown. */
export async function copyAsMarkdown(editor: Editor): Promise<void> {
  const isAll = editor.state.selection.empty;
  try {
    const { writeMarkdown } = await import("./markdown/writer");
    await navigator.clipboard.writeText(writeMarkdown(copiedDocument(editor)));
    toast(isAll ? t("The document was copied as Markdown.") : t("The selection was copied as Markdown."));
  } catch {
    toast(t("This could not be copied. Your browser may not allow it here."));
  }
}

/** What is to be copied as a document of its own, with the footnotes that it refers to. */
export function copiedDocument({ state: { doc, selection } }: Editor): Json {
  if (selection.empty) return known(doc.toJSON() as Json);
  const { content, openStart } = selection.content();
  let [inner, depth] = [content, openStart];
  // A part of one line is that part, not the heading or list item around it.
  while (depth > 0 && inner.childCount === 1 && inner.firstChild !== null) {
    if (inner.firstChild.isTextblock) return known(documentOf([paragraphOf(inner.firstChild)], doc));
    [inner, depth] = [inner.firstChild.content, depth - 1];
  }
  return known(documentOf(content.toJSON() as Json[], doc));
}

function paragraphOf({ content, type }: Node): Json {
  return type.spec.code === true
    ? { type: type.name, content: content.toJSON() as Json[] }
    : { type: "paragraph", content: content.toJSON() as Json[] };
}

function documentOf(content: readonly Json[], doc: Node): Json {
  const has = new Set(content.flatMap((block) => (block.type === "footnote" ? [block.attrs?.["id"]] : [])));
  const wanted = new Set(references(content));
  const footnotes: Json[] = [];
  doc.descendants((node) => {
    const id: unknown = node.attrs["id"];
    if (node.type.name === "footnote" && wanted.has(id) && !has.has(id)) footnotes.push(node.toJSON() as Json);
    return !node.inlineContent;
  });
  return { type: "doc", content: [...content, ...footnotes] };
}

function references(content: readonly Json[]): unknown[] {
  return content.flatMap(({ type, attrs, content: inner = [] }) =>
    type === "footnoteReference" ? [attrs?.["footnote"]] : references(inner),
  );
}

/** Without what stands for something that this page can't read: it has nothing to say. */
function known(json: Json): Json {
  if (json.content === undefined) return json;
  const content = json.content.filter(({ type }) => type !== "unknownBlock" && type !== "unknownInline");
  return { ...json, content: content.map(known) };
}
