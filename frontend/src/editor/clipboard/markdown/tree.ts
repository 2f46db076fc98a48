import { isAllowed } from "../../schema/attributes";
import { MARKS, NODES, type AttributeSpec } from "../../schema/description";

/** A node as ProseMirror writes it in JSON. */
export interface Json {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly Json[];
  readonly marks?: readonly Json[];
  readonly text?: string;
}

export interface MarkTree {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Equal marks have equal keys. */
  readonly key: string;
}

/** Text with the same marks. */
export interface Run {
  readonly text: string;
  readonly marks: readonly MarkTree[];
}

/** A node with only those attributes that differ from their default (editor/content/tree.py has the same). */
export interface Tree {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly Child[];
  readonly marks: readonly MarkTree[];
}

export type Child = Run | Tree;

type Specs = Readonly<Record<string, AttributeSpec>>;

const MARK_ORDER = Object.keys(MARKS);

export function isRun(child: Child): child is Run {
  return "text" in child;
}

export function treesIn({ children }: Tree): Tree[] {
  return children.flatMap((child) => (isRun(child) ? [] : [child]));
}

export function treeOf(json: Json): Child {
  const marks = (json.marks ?? []).map(markOf).sort(inOrder);
  if (json.type === "text") return { text: json.text ?? "", marks };
  const attributes = kept(NODES[json.type]?.attributes ?? {}, json.attrs ?? {});
  return { type: json.type, attributes, children: joined((json.content ?? []).map(treeOf)), marks };
}

/** The same tree as JSON again, in one fixed order of keys. */
export function jsonOf(child: Child): Json {
  const marks = child.marks.length > 0 ? { marks: child.marks.map(jsonOfMark) } : {};
  if (isRun(child)) return { type: "text", ...marks, text: child.text };
  return {
    type: child.type,
    ...(Object.keys(child.attributes).length > 0 ? { attrs: child.attributes } : {}),
    ...(child.children.length > 0 ? { content: child.children.map(jsonOf) } : {}),
    ...marks,
  };
}

export function jsonOfMark({ type, attributes }: MarkTree): Json {
  return Object.keys(attributes).length > 0 ? { type, attrs: attributes } : { type };
}

/** Whether type and attributes are the schema's. */
export function isValid(one: Tree | MarkTree): boolean {
  const known = "children" in one ? NODES[one.type] : MARKS[one.type];
  if (known === undefined || !Object.keys(one.attributes).every((name) => name in known.attributes)) return false;
  return Object.entries(known.attributes).every(([name, spec]) =>
    isAllowed(spec, name in one.attributes ? one.attributes[name] : spec.default),
  );
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function markOf(json: Json): MarkTree {
  const attributes = kept(MARKS[json.type]?.attributes ?? {}, json.attrs ?? {});
  return { type: json.type, attributes, key: JSON.stringify([json.type, attributes]) };
}

/** In the schema's order, unknown ones last by name. */
function inOrder(one: MarkTree, other: MarkTree): number {
  const place = ({ type }: MarkTree): number => (MARK_ORDER.includes(type) ? MARK_ORDER.indexOf(type) : Infinity);
  const [a, b] = [place(one), place(other)];
  if (a === b) return one.type < other.type ? -1 : 1;
  return a < b ? -1 : 1;
}

/** Known attributes in the schema's order without defaults, then unknown ones. Nulls say nothing and are left out. */
function kept(known: Specs, found: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const said = Object.entries(known).filter(([name, spec]) => says(found[name]) && found[name] !== spec.default);
  const others = Object.entries(found).filter(([name, value]) => !(name in known) && says(value));
  return Object.fromEntries([...said.map(([name]) => [name, found[name]] as const), ...others]);
}

function says(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** Neighbouring text with the same marks as one run, empty text left out. */
function joined(children: readonly Child[]): Child[] {
  const result: Child[] = [];
  for (const child of children) {
    const last = result.at(-1);
    if (!isRun(child)) result.push(child);
    else if (last !== undefined && isRun(last) && sameMarks(last.marks, child.marks)) {
      result[result.length - 1] = { text: last.text + child.text, marks: last.marks };
    } else if (child.text !== "") result.push(child);
  }
  return result;
}

export function sameMarks(one: readonly MarkTree[], other: readonly MarkTree[]): boolean {
  return one.length === other.length && one.every(({ key }, place) => key === other[place]?.key);
}
