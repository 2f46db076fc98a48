import type Token from "markdown-it/lib/token.mjs";

import { t } from "../../../lib/i18n";
import { isAllowedLink } from "../../schema/attributes";
import { COLORS } from "../../schema/description";
import type { Json } from "./tree";

const MARK_OF: Readonly<Record<string, string>> = {
  ...{ strong: "bold", b: "bold", em: "italic", i: "italic", s: "strike", del: "strike", u: "underline" },
  ...{ ins: "underline", code: "code", sub: "subscript", sup: "superscript", mark: "highlight" },
};
/** Links that stand for something else of ours. */
const OURS = /^(mention|document|file):([0-9a-f-]{36})?$/;

/** The content of one line, or of the lines of a paragraph. */
export function readInline(tokens: readonly Token[]): Json[] {
  return new InlineReader().read(tokens);
}

class InlineReader {
  readonly #nodes: Json[] = [];
  readonly #marks: Json[] = [];

  read(tokens: readonly Token[]): Json[] {
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (token === undefined) continue;
      const closing = token.type === "link_open" ? closingOf(tokens, at) : at;
      const href = token.attrGet("href") ?? "";
      if (token.type === "link_open" && OURS.test(href)) {
        this.#ours(href, tokens.slice(at + 1, closing));
        at = closing;
      } else this.#read(token);
    }
    return this.#nodes;
  }

  #read(token: Token): void {
    const { type } = token;
    if (type === "text" || type === "text_special") this.#text(token.content);
    else if (type === "softbreak") this.#text(" ");
    else if (type === "hardbreak") this.#push({ type: "hardBreak" });
    else if (type === "code_inline") this.#text(token.content, [{ type: "code" }]);
    else if (type === "formula") this.#push({ type: "inlineMath", attrs: { latex: token.content } });
    else if (type === "footnote_reference") this.#push({ type: "footnoteReference", attrs: { footnote: token.info } });
    else if (type === "image") this.#image(token);
    else if (type === "link_open") this.#open(linkMark(token.attrGet("href") ?? ""));
    else if (type === "link_close") this.#close(["link", "none"]);
    else if (type === "tag") this.#tag(token);
    else if (type.endsWith("_open")) this.#open({ type: MARK_OF[token.tag] ?? "none" });
    else if (type.endsWith("_close")) this.#close([MARK_OF[token.tag] ?? "none"]);
    else this.#text(token.content);
  }

  #tag(token: Token): void {
    const node = token.attrGet("data-node");
    const color = token.attrGet("data-color");
    const closes = token.tag === "span" ? ["textColor", "none"] : [MARK_OF[token.tag] ?? "none"];
    if (token.tag === "br") this.#push({ type: "hardBreak" });
    else if (token.markup === "/") this.#close(closes);
    else if (node !== null) {
      const found = parsed(node);
      if (found !== null) this.#push(found);
      this.#open({ type: "none" });
    } else if (color !== null && COLORS.includes(color)) {
      this.#open({ type: token.tag === "mark" ? "highlight" : "textColor", attrs: { color } });
    } else this.#open({ type: MARK_OF[token.tag] ?? "none" });
  }

  #ours(href: string, inner: readonly Token[]): void {
    const [, kind, id = null] = OURS.exec(href) ?? [];
    const label = inner.map(({ content }) => content).join("");
    if (kind === "mention") {
      this.#push({ type: "mention", attrs: { user: id, label: label.replace(/^@/, "") } });
    } else if (kind === "document") this.#push({ type: "documentLink", attrs: { document: id, title: label } });
    else this.#text(label);
  }

  /** A picture from elsewhere is a link to it. */
  #image(token: Token): void {
    const src = token.attrGet("src") ?? "";
    const alt = altOf(token);
    if (isAllowedLink(src)) this.#text(alt === "" ? t("Image") : alt, [linkMark(src)]);
    else this.#text(alt);
  }

  #text(text: string, more: readonly Json[] = []): void {
    if (text === "") return;
    const added = more.map(({ type }) => type);
    const marks = [...this.#shown().filter(({ type }) => !added.includes(type)), ...more];
    this.#nodes.push(marks.length > 0 ? { type: "text", text, marks } : { type: "text", text });
  }

  #push(node: Json): void {
    const marks = this.#shown();
    this.#nodes.push(marks.length > 0 ? { ...node, marks } : node);
  }

  #shown(): Json[] {
    const innermost = new Map(this.#marks.map((mark) => [mark.type, mark]));
    return [...innermost.values()].filter(({ type }) => type !== "none");
  }

  #open(mark: Json): void {
    this.#marks.push(mark);
  }

  /** The innermost open one of these. */
  #close(types: readonly string[]): void {
    const at = this.#marks.findLastIndex(({ type }) => types.includes(type));
    if (at >= 0) this.#marks.splice(at, 1);
  }
}

function linkMark(href: string): Json {
  return isAllowedLink(href) ? { type: "link", attrs: { href } } : { type: "none" };
}

export function altOf({ children }: Token): string {
  return (children ?? []).map(({ content }) => content).join("");
}

export function closingOf(tokens: readonly Token[], opening: number): number {
  const closing = tokens.findIndex(({ type }, at) => at > opening && type === "link_close");
  return closing < 0 ? tokens.length : closing;
}

export function parsed(json: string): Json | null {
  try {
    const found: unknown = JSON.parse(json);
    const isNode = typeof found === "object" && found !== null && "type" in found && typeof found.type === "string";
    return isNode ? (found as Json) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
