import { named } from "../../lib/i18n";
import type { Action } from "../actions";

export const FORMULAS: readonly Action[] = [
  {
    id: "block-math",
    ...named("Formula", "math equation latex katex tex block"),
    group: "blocks",
    icon: "formula",
    markdown: "$$",
    run: (chain) => chain.insertMath("blockMath"),
    isActive: (editor) => editor.isActive("blockMath"),
  },
  {
    id: "inline-math",
    ...named("Formula in the line", "inline math equation latex katex tex"),
    group: "insert",
    icon: "sigma",
    shortcut: "Mod-Alt-E",
    markdown: "$x$",
    run: (chain) => chain.insertMath("inlineMath"),
    isActive: (editor) => editor.isActive("inlineMath"),
  },
];
