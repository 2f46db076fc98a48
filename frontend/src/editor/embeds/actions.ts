import { named } from "../../lib/i18n";
import type { Action } from "../actions";

export const EMBEDS: readonly Action[] = [
  {
    id: "embed",
    ...named("Video", "embed youtube vimeo dailymotion loom film link"),
    group: "media",
    icon: "video",
    run: (chain) => chain.askForEmbed(),
    isActive: (editor) => editor.isActive("embed"),
  },
];
