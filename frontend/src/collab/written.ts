import * as Y from "yjs";

/** The whole document as text, close to Markdown, as it stands in this browser. */
export function documentText(title: Y.Text, body: Y.XmlFragment): string {
  const lines = [title.toJSON(), ...blocks(body)].filter((line) => line !== "");
  return lines.length === 0 ? "" : `${lines.join("\n\n")}\n`;
}

/** What the edits themselves put in: the text that somebody typed, without that which was there before. */
export function writtenText(updates: readonly Uint8Array[]): string {
  if (updates.length === 0) return "";
  const { structs } = Y.decodeUpdate(mergedUpdate(updates));
  const parts: string[] = [];
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    if (struct.content instanceof Y.ContentString) parts.push(struct.content.str);
    else if (struct.content instanceof Y.ContentType && parts.at(-1) !== "\n") parts.push("\n");
  }
  return parts.join("").trim();
}

export function mergedUpdate(updates: readonly Uint8Array[]): Uint8Array {
  return Y.mergeUpdates([...updates]);
}

function blocks(parent: Y.XmlFragment): string[] {
  return parent.toArray().flatMap((node) => (node instanceof Y.XmlElement ? [block(node)] : []));
}

function block(node: Y.XmlElement): string {
  switch (node.nodeName) {
    case "heading":
      return `${"#".repeat(Number(node.getAttribute("level") ?? 1))} ${inline(node)}`;
    case "codeBlock":
      return `\`\`\`\n${inline(node)}\n\`\`\``;
    case "blockquote":
      return indented(blocks(node).join("\n\n"), "> ", "> ");
    case "horizontalRule":
      return "---";
    case "bulletList":
    case "orderedList":
    case "taskList":
      return items(node);
    default:
      return node.toArray().some((child) => child instanceof Y.XmlElement && child.nodeName !== "hardBreak")
        ? blocks(node).join("\n\n")
        : inline(node);
  }
}

function items(list: Y.XmlElement): string {
  return list
    .toArray()
    .filter((item) => item instanceof Y.XmlElement)
    .map((item, index) => indented(blocks(item).join("\n"), marker(list, item, index), "  "))
    .join("\n");
}

function marker(list: Y.XmlElement, item: Y.XmlElement, index: number): string {
  if (list.nodeName === "orderedList") return `${index + 1}. `;
  if (list.nodeName === "bulletList") return "- ";
  return (item.getAttribute("checked") as unknown) === true ? "- [x] " : "- [ ] ";
}

function indented(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? first : rest) + line)
    .join("\n");
}

function inline(node: Y.XmlElement): string {
  return node
    .toArray()
    .map((child) => (child instanceof Y.XmlText ? plain(child) : "\n"))
    .join("");
}

function plain(text: Y.XmlText): string {
  return (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === "string" ? insert : ""))
    .join("");
}
