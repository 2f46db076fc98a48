import { Extension, type Extensions } from "@tiptap/core";

import { findPlugin } from "./find/find-plugin";

/** There from the start: a plugin that comes later makes all others' views anew, and what they are at is lost. */
const Find = Extension.create({ name: "find", addProseMirrorPlugins: () => [findPlugin] });

export const reading: Extensions = [Find];
