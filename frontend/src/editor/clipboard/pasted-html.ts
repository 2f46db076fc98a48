import { DOMParser, type ParseOptions, type Schema, type Slice } from "@tiptap/pm/model";

import { cleaning } from "./cleaning";
import { Pictures } from "./pictures";

/** Stands on the first block of what was copied here, so that it is known again. */
export const OURS = "data-scriptorium";

type DomNode = Parameters<DOMParser["parseSlice"]>[0];

/** Reads what is pasted: as it is, if it was copied here; else after cleaning it. */
export class PasteParser extends DOMParser {
  readonly #pictures: Pictures;

  constructor(schema: Schema, pictures: Pictures) {
    super(schema, DOMParser.fromSchema(schema).rules);
    this.#pictures = pictures;
  }

  override parseSlice(dom: DomNode, options?: ParseOptions): Slice {
    const root = dom as Element;
    // Plain text becomes paragraphs of this very page's; only HTML is parsed in a page of its own.
    const isHtml = root.ownerDocument !== document;
    if (isHtml && root.querySelector(`[${OURS}]`) === null && root.closest(`[${OURS}]`) === null) {
      cleaning()?.(root, (address) => this.#pictures.take(root.ownerDocument, address));
    }
    return super.parseSlice(dom, options);
  }
}
