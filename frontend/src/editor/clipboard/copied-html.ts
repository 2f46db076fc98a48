import { DOMSerializer, type Fragment, type Schema } from "@tiptap/pm/model";

import { isElement } from "./clean/tree";
import { OURS } from "./pasted-html";

type Options = NonNullable<Parameters<DOMSerializer["serializeFragment"]>[1]>;
type Target = NonNullable<Parameters<DOMSerializer["serializeFragment"]>[2]>;

/** What is copied, as HTML: known again when it is pasted here, and with addresses that mean the same elsewhere. */
export class CopySerializer extends DOMSerializer {
  constructor(schema: Schema) {
    super(DOMSerializer.nodesFromSchema(schema), DOMSerializer.marksFromSchema(schema));
  }

  override serializeFragment(
    fragment: Fragment,
    options: Options = {},
    target?: Target,
  ): HTMLElement | DocumentFragment {
    const written = super.serializeFragment(fragment, options, target);
    // Called for every node's content too, with the node as its target.
    if (target === undefined) finish(written);
    return written;
  }
}

function finish(written: ParentNode): void {
  const first = [...written.childNodes].find(isElement);
  first?.setAttribute(OURS, "");
  for (const name of ["src", "href"]) {
    for (const element of written.querySelectorAll(`[${name}^="/"]`)) {
      element.setAttribute(name, new URL(element.getAttribute(name) ?? "", location.origin).href);
    }
  }
  for (const element of written.querySelectorAll("[contenteditable]")) element.removeAttribute("contenteditable");
}
