/** What Visual Studio Code says of what it has copied, beside HTML that is only colours: the language. Null: another program. */
export function languageOfCodeEditor(clipboard: DataTransfer | null): string | null {
  const data = clipboard?.getData("vscode-editor-data") ?? "";
  if (data === "") return null;
  try {
    const { mode } = JSON.parse(data) as { mode?: unknown };
    return typeof mode === "string" ? (LANGUAGES[mode] ?? mode) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const LANGUAGES: Readonly<Record<string, string>> = {
  ...{ typescriptreact: "typescript", javascriptreact: "javascript", shellscript: "bash", jsonc: "json" },
  ...{ "objective-c": "objectivec", "objective-cpp": "objectivec", dockercompose: "yaml" },
};
