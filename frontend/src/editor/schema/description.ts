import description from "../../../../editor/content/schema.json";

/** What one attribute may hold, as the shared description says it. */
export interface AttributeSpec {
  readonly type:
    "blockId" | "boolean" | "choice" | "color" | "embed" | "integer" | "integers" | "link" | "string" | "uuid";
  /** What a node has that doesn't say; an attribute without a default must be there. */
  readonly default?: unknown;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

export interface NodeDescription {
  readonly group?: string;
  readonly content?: string;
  readonly marks?: string;
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
}

export interface MarkDescription {
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
}

/** The version of the schema that this bundle knows: an older one than the server's may not write any more. */
export const SCHEMA_VERSION = description.version;
export const COLORS: readonly string[] = description.colors;
export const EMBED_HOSTS: Readonly<Record<string, readonly string[]>> = description.embedHosts;
export const NODES = description.nodes as Readonly<Record<string, NodeDescription>>;
export const MARKS = description.marks as Readonly<Record<string, MarkDescription>>;
