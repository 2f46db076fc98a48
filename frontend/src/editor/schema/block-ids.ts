import { Extension } from "@tiptap/core";

import { NODES } from "./description";

const WITH_ID = Object.entries(NODES).flatMap(([name, { attributes }]) => ("id" in attributes ? [name] : []));

/**
 * Every block has an id. It is given when the block's element is made in the shared document (see binding), never
 * later, and never by what a plugin appends.
 */
export const BlockIds = Extension.create({
  name: "blockIds",
  addGlobalAttributes() {
    return [
      {
        types: WITH_ID,
        attributes: {
          id: {
            default: null,
            parseHTML: (element) => element.getAttribute("data-id"),
            renderHTML: ({ id }) => (typeof id === "string" ? { "data-id": id } : {}),
          },
        },
      },
    ];
  },
});
