import { Node, textblockTypeInputRule } from "@tiptap/core";

import { codeColors } from "./code-colors";
import { codeKeys } from "./code-keys";
import { CodeView } from "./code-view";
import { languageFor } from "./languages";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    codeBlock: {
      setCodeBlock: (attributes?: { language: string }) => ReturnType;
      toggleCodeBlock: (attributes?: { language: string }) => ReturnType;
    };
  }
}

const CLASS = "language-";

export const CodeBlock = Node.create({
  name: "codeBlock",
  // Its Tab is not the list's around it.
  priority: 170,
  group: "block",
  content: "text*",
  marks: "",
  code: true,
  defining: true,

  addAttributes: () => ({
    language: {
      default: null,
      parseHTML: (element) => languageFor(classOf(element.firstElementChild) ?? classOf(element) ?? ""),
      rendered: false,
    },
  }),

  parseHTML: () => [{ tag: "pre", preserveWhitespace: "full" }],

  renderHTML: ({ node, HTMLAttributes }) => {
    const language: unknown = node.attrs["language"];
    return ["pre", HTMLAttributes, ["code", typeof language === "string" ? { class: CLASS + language } : {}, 0]];
  },

  addNodeView: () => (props) => new CodeView(props),

  addCommands() {
    return {
      setCodeBlock:
        (attributes) =>
        ({ commands }) =>
          commands.setNode(this.name, attributes),
      toggleCodeBlock:
        (attributes) =>
        ({ commands }) =>
          commands.toggleNode(this.name, "paragraph", attributes),
    };
  },

  addKeyboardShortcuts() {
    return { "Mod-Alt-c": () => this.editor.commands.toggleCodeBlock(), ...codeKeys(this.editor) };
  },

  addInputRules() {
    return [
      textblockTypeInputRule({
        find: /^(?:```|~~~)([\w+#.-]*)\s$/,
        type: this.type,
        getAttributes: ([, word = ""]) => ({ language: languageFor(word) }),
      }),
    ];
  },

  addProseMirrorPlugins: () => [codeColors()],
});

function classOf(element: Element | null): string | null {
  const found = [...(element?.classList ?? [])].find((name) => name.startsWith(CLASS));
  return found?.slice(CLASS.length) ?? null;
}
