import type { Json } from "./tree";

interface Opened {
  readonly info: string;
  readonly tag: string;
  readonly attribute: (name: string) => string | null;
}

interface Frame {
  /** What closes it. */
  readonly name: string;
  type: string;
  attrs: Record<string, unknown>;
  content: Json[];
}

const CALLOUTS: Readonly<Record<string, string>> = {
  ...{ NOTE: "info", INFO: "info", IMPORTANT: "info", TIP: "success", SUCCESS: "success" },
  ...{ WARNING: "warning", CAUTION: "danger", DANGER: "danger" },
};
const ALIGNMENTS = ["left", "center", "right", "justify"];
const TYPES: Readonly<Record<string, string>> = {
  ...{ paragraph: "paragraph", heading: "heading", blockquote: "blockquote", bullet_list: "bulletList" },
  ...{ ordered_list: "orderedList", list_item: "listItem", footnote: "footnote", summary: "detailsSummary" },
  ...{ table: "table", tr: "tableRow", th: "tableHeader", td: "tableCell", tag_table: "table", tag_tr: "tableRow" },
  ...{ tag_th: "tableHeader", tag_td: "tableCell", tag_div: "div", tag_details: "details" },
};
const LEVELS = 4;

/** Puts together blocks from their beginnings and ends; what isn't ended ends with what is around it. */
export class BlockBuilder {
  readonly #frames: Frame[] = [{ name: "doc", type: "doc", attrs: {}, content: [] }];

  open(name: string, opened: Opened): void {
    // Of a table with pipes these say nothing.
    if (name === "thead" || name === "tbody") return;
    this.#frames.push({ name, type: TYPES[name] ?? "div", attrs: attributesOf(name, opened), content: [] });
    if (name === "th" || name === "td") this.open("paragraph", opened);
  }

  close(name: string): void {
    const at = this.#frames.findLastIndex((frame) => frame.name === name);
    // One that was never opened, or not in here.
    if (at < 1 || (name.startsWith("tag_") && this.#frames.slice(at + 1).some(isMarkdowns))) return;
    while (this.#frames.length > at) this.#end();
  }

  add(block: Json): void {
    this.#top.content.push(block);
  }

  /** What stands in the line that is open. */
  fill(content: Json[]): void {
    this.#top.content.push(...content);
  }

  /** Something else takes the place of the paragraph that is open. */
  replace(block: Json): void {
    const frame = this.#top;
    frame.type = "replaced";
    frame.content = [block];
  }

  becomeCallout(kind: string): void {
    const frame = this.#top;
    if (frame.type !== "blockquote") return;
    frame.type = "callout";
    frame.attrs = { kind: CALLOUTS[kind] ?? "info" };
  }

  finish(): Json[] {
    while (this.#frames.length > 1) this.#end();
    const content = this.#top.content.flatMap(loosened);
    return content.length > 0 ? content : [{ type: "paragraph" }];
  }

  get #top(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new Error("The document was closed.");
    return frame;
  }

  #end(): void {
    const frame = this.#frames.pop();
    if (frame !== undefined) this.#top.content.push(...finished(frame));
  }
}

function isMarkdowns({ name }: Frame): boolean {
  return !name.startsWith("tag_") && name !== "paragraph";
}

function attributesOf(name: string, { info, tag, attribute }: Opened): Record<string, unknown> {
  const attrs: Record<string, unknown> = {};
  if (name === "heading") attrs["level"] = Math.min(Number(tag.slice(1)), LEVELS);
  if (name === "ordered_list" && attribute("start") !== null) attrs["start"] = Number(attribute("start"));
  if (name === "list_item" && attribute("checked") !== null) attrs["checked"] = attribute("checked") === "true";
  if (name === "footnote") attrs["id"] = info;
  if (name === "tag_div") attrs["align"] = attribute("align");
  if (name !== "tag_td" && name !== "tag_th") return attrs;
  for (const span of ["colspan", "rowspan"]) if (attribute(span) !== null) attrs[span] = Number(attribute(span));
  const widths = attribute("data-colwidth");
  if (widths !== null) attrs["colwidth"] = widths.split(",").map(Number);
  return attrs;
}

function finished({ type, attrs, content }: Frame): Json[] {
  if (type === "replaced") return content;
  if (type === "div") return content.map((block) => aligned(block, attrs["align"]));
  if (type === "bulletList" || type === "orderedList") return lists(type, attrs, content);
  if (type === "table" && content.length === 0) return [];
  if (type === "footnote") return footnote(attrs, content.flatMap(loosened));
  const made = { type, ...(Object.keys(attrs).length > 0 ? { attrs } : {}) };
  const inside = contentOf(type, content);
  return [inside.length > 0 ? { ...made, content: inside } : made];
}

function aligned(block: Json, align: unknown): Json {
  if (!["paragraph", "heading"].includes(block.type) || !ALIGNMENTS.includes(String(align))) return block;
  return { ...block, attrs: { ...block.attrs, textAlign: align } };
}

function contentOf(type: string, found: readonly Json[]): readonly Json[] {
  const empty = { type: "paragraph" };
  if (type === "table") return found.map((row) => (row.type === "tableRow" ? row : rowOf([row])));
  if (type === "tableRow") return found.map((cell) => (isCell(cell) ? cell : cellOf(cell)));
  const content = type === "details" ? found : found.flatMap(loosened);
  if (type === "listItem") return content[0]?.type === "paragraph" ? content : [empty, ...content];
  if (["blockquote", "callout", "tableCell", "tableHeader"].includes(type)) {
    return content.length > 0 ? content : [empty];
  }
  if (type === "details") return detailsOf(content);
  return content;
}

/** It takes nothing but paragraphs; what else stands in it comes behind it. */
function footnote(attrs: Record<string, unknown>, content: readonly Json[]): Json[] {
  const blocks = content.map((block) =>
    block.type === "heading" ? { ...block, attrs: {}, type: "paragraph" } : block,
  );
  const paragraphs = blocks.filter(({ type }) => type === "paragraph");
  const inside = paragraphs.length > 0 ? paragraphs : [{ type: "paragraph" }];
  return [{ type: "footnote", attrs, content: inside }, ...blocks.filter(({ type }) => type !== "paragraph")];
}

function rowOf(cells: readonly Json[]): Json {
  return { type: "tableRow", content: cells.map((cell) => (isCell(cell) ? cell : cellOf(cell))) };
}

function cellOf(block: Json): Json {
  const content = loosened(block);
  return { type: "tableCell", content: content.length > 0 ? content : [{ type: "paragraph" }] };
}

function isCell({ type }: Json): boolean {
  return type === "tableCell" || type === "tableHeader";
}

/** A part of a table or of details that stands outside of one: what is in it. */
function loosened(block: Json): Json[] {
  if (block.type === "tableRow" || isCell(block)) return (block.content ?? []).flatMap(loosened);
  return [block.type === "detailsSummary" ? { ...block, type: "paragraph" } : block];
}

function detailsOf(content: readonly Json[]): Json[] {
  const summary = content.find((block) => block.type === "detailsSummary") ?? { type: "detailsSummary" };
  const rest = content.filter((block) => block !== summary).flatMap(loosened);
  return [summary, { type: "detailsContent", content: rest.length > 0 ? rest : [{ type: "paragraph" }] }];
}

/** Tasks and other items of one list are lists of their own. */
function lists(type: string, attrs: Record<string, unknown>, items: readonly Json[]): Json[] {
  const made: { type: string; attrs?: Record<string, unknown>; content: Json[] }[] = [];
  for (const item of items) {
    const isTask = item.attrs?.["checked"] !== undefined;
    const kind = isTask ? "taskList" : type;
    if (made.at(-1)?.type !== kind) {
      const hasStart = !isTask && made.length === 0 && Object.keys(attrs).length > 0;
      made.push({ type: kind, ...(hasStart ? { attrs } : {}), content: [] });
    }
    made.at(-1)?.content.push(isTask ? { ...item, type: "taskItem" } : item);
  }
  return made;
}
