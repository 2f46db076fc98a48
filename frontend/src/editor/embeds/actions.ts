import type { Action } from "../actions";

export const EMBEDS: readonly Action[] = [
  {
    id: "embed",
    name: "Video",
    group: "Media",
    icon: "video",
    words: "embed youtube vimeo dailymotion loom film link",
    run: (chain) => chain.askForEmbed(),
    isActive: (editor) => editor.isActive("embed"),
  },
];
