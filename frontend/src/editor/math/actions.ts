import type { Action } from "../actions";

export const FORMULAS: readonly Action[] = [
  {
    id: "block-math",
    name: "Formula",
    group: "Blocks",
    icon: "formula",
    words: "math equation latex katex tex block",
    markdown: "$$",
    run: (chain) => chain.insertMath("blockMath"),
    isActive: (editor) => editor.isActive("blockMath"),
  },
  {
    id: "inline-math",
    name: "Formula in the line",
    group: "Insert",
    icon: "sigma",
    words: "inline math equation latex katex tex",
    shortcut: "Mod-Alt-E",
    markdown: "$x$",
    run: (chain) => chain.insertMath("inlineMath"),
    isActive: (editor) => editor.isActive("inlineMath"),
  },
];
