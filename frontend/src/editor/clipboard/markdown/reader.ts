import MarkdownIt from "markdown-it";
import type Token from "markdown-it/lib/token.mjs";

import { isEmbedAddress } from "../../schema/attributes";
import { addBlocks } from "./block-rules";
import { BlockBuilder } from "./block-builder";
import { altOf, closingOf, parsed, readInline } from "./inline-reader";
import { addInlines } from "./inline-rules";
import type { Json } from "./tree";

const TASK = /^\[([ xX])\](?:[ \t]+|$)/;
const LANGUAGE = /^[a-z0-9][a-z0-9+#.-]{0,31}$/;
const FILE = /^file:([0-9a-f-]{36})?$/;
const BRACES = /^\{([^{}\n]*)\}/;

const md = markdown();

/** Markdown as a `doc` node's JSON: the dialect of docs/markdown.md, and all of CommonMark. */
export function readMarkdown(text: string): Json {
  return { type: "doc", content: new Reader().read(md.parse(text, {})) };
}

function markdown(): MarkdownIt {
  const parser = new MarkdownIt({ html: false, linkify: false });
  parser.validateLink = () => true;
  parser.normalizeLink = (address) => address;
  parser.normalizeLinkText = (address) => address;
  addBlocks(parser);
  addInlines(parser);
  parser.core.ruler.after("block", "tasks", ({ tokens }) => {
    tokens.forEach((token, at) => {
      if (tokens[at - 1]?.type !== "paragraph_open" || tokens[at - 2]?.type !== "list_item_open") return;
      const found = TASK.exec(token.content);
      if (found === null) return;
      token.content = token.content.slice(found[0].length);
      tokens[at - 2]?.attrSet("checked", String(found[1] !== " "));
    });
  });
  return parser;
}

class Reader {
  readonly #blocks = new BlockBuilder();

  read(tokens: readonly Token[]): Json[] {
    tokens.forEach((token, at) => {
      if (token.type === "inline") this.#line(token, tokens[at - 1]?.type ?? "");
      else this.#block(token);
    });
    return this.#blocks.finish();
  }

  #block(token: Token): void {
    const { type, nesting, info, content, tag } = token;
    if (nesting === -1) this.#close(type, tag);
    else if (nesting === 1) this.#open(token);
    else if (type === "hr") this.#blocks.add({ type: "horizontalRule" });
    else if (type === "fence" || type === "code_block") this.#blocks.add(code(info, content.replace(/\n$/, "")));
    else if (type === "formula") this.#blocks.add({ type: "blockMath", attrs: { latex: content } });
    else if (type === "empty_paragraph") this.#blocks.add({ type: "paragraph" });
    else if (type === "callout_kind") this.#blocks.becomeCallout(info);
  }

  #open(token: Token): void {
    const { type, tag, info } = token;
    const name = type === "tag_open" ? `tag_${tag}` : type.replace(/_open$/, "");
    this.#blocks.open(name, { info, tag, attribute: (key) => token.attrGet(key)?.toString() ?? null });
  }

  #close(type: string, tag: string): void {
    this.#blocks.close(type === "tag_close" ? `tag_${tag}` : type.replace(/_close$/, ""));
  }

  #line({ children, content }: Token, around: string): void {
    const tokens = children ?? [];
    const alone = around === "paragraph_open" ? standsAlone(tokens, content) : null;
    if (alone !== null) this.#blocks.replace(alone);
    else this.#blocks.fill(readInline(tokens));
  }
}

function code(info: string, text: string): Json {
  const island = info.trim() === "json node" ? parsed(text) : null;
  if (island !== null) return island;
  const language = info.trim().split(/\s/)[0]?.toLowerCase() ?? "";
  return {
    type: "codeBlock",
    ...(LANGUAGE.test(language) ? { attrs: { language } } : {}),
    ...(text === "" ? {} : { content: [{ type: "text", text }] }),
  };
}

/** A picture with its caption, a file or a video: what is alone in its paragraph and isn't text. */
function standsAlone(tokens: readonly Token[], content: string): Json | null {
  const [first] = tokens;
  if (first?.type === "image") return image(tokens, first);
  if (first?.type !== "link_open") return null;
  const href = first.attrGet("href") ?? "";
  const rest = tokens.slice(closingOf(tokens, 0) + 1);
  if (first.markup === "autolink" && rest.length === 0 && isEmbedAddress(href) && content === `<${href}>`) {
    return { type: "embed", attrs: { url: href } };
  }
  return FILE.test(href) ? attachment(tokens, href, rest) : null;
}

function image(tokens: readonly Token[], first: Token): Json | null {
  const src = first.attrGet("src") ?? "";
  const { values, rest } = braces(tokens.slice(1));
  if (!FILE.test(src) || (rest.length > 0 && rest[0]?.type !== "softbreak")) return null;
  const written = altOf(first);
  const attrs = {
    ...fileOf(src),
    ...(written !== "" || values["alt"] === '""' ? { alt: written } : {}),
    ...numbers(values, ["width", "pixelWidth", "pixelHeight"]),
    ...("align" in values ? { align: values["align"] } : {}),
  };
  const caption = readInline(rest.slice(1));
  return { type: "image", attrs, ...(caption.length > 0 ? { content: caption } : {}) };
}

function attachment(tokens: readonly Token[], href: string, behind: readonly Token[]): Json | null {
  const { values, rest } = braces(behind);
  if (rest.length > 0) return null;
  const inner = tokens.slice(1, closingOf(tokens, 0));
  const attrs = {
    ...fileOf(href),
    name: inner.map(({ content }) => content).join(""),
    ...numbers(values, ["size"]),
    ...("contentType" in values ? { contentType: values["contentType"] } : {}),
  };
  return { type: "attachment", attrs };
}

function numbers(values: Readonly<Record<string, string>>, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.flatMap((name) => (name in values ? [[name, Number(values[name])]] : [])));
}

function fileOf(address: string): { file?: string } {
  const file = FILE.exec(address)?.[1];
  return file === undefined ? {} : { file };
}

/** `{width=50 align=center}` right behind, and what follows it. */
function braces(tokens: readonly Token[]): { values: Record<string, string>; rest: readonly Token[] } {
  const [first] = tokens;
  const found = first?.type === "text" ? BRACES.exec(first.content) : null;
  if (found === null || first === undefined || found[0].length < first.content.length)
    return { values: {}, rest: tokens };
  const pairs = (found[1] ?? "").split(" ").map((pair) => pair.split("="));
  return { values: Object.fromEntries(pairs) as Record<string, string>, rest: tokens.slice(1) };
}
