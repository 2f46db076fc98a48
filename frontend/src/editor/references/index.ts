import type { Extensions } from "@tiptap/core";

import { DocumentLink, DocumentLinkChoices } from "./document-link";
import { EmojiChoices, EmojiNames } from "./emoji";
import { Mention, MentionChoices } from "./mention";

export const references: Extensions = [
  Mention,
  MentionChoices,
  DocumentLink,
  DocumentLinkChoices,
  EmojiNames,
  EmojiChoices,
];
