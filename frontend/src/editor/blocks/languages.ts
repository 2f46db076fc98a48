import { named, t } from "../../lib/i18n";
import { isAllowed } from "../schema/attributes";
import { NODES } from "../schema/description";

export interface Language {
  /** What the document holds; null is plain text. */
  readonly id: string | null;
  readonly name: string;
  /** Other words for it: what people write after "```", endings of files. */
  readonly words: string;
}

export const PLAIN: Language = { id: null, ...named("Plain text", "none text txt") };

/** Those that can be coloured (see highlighter.ts), by name. */
export const LANGUAGES: readonly Language[] = [
  PLAIN,
  /* eslint-disable scriptorium/english -- Their names are the same in every language. */
  ...[
    ["arduino", "Arduino", "ino"],
    ["bash", "Bash", "sh zsh shell"],
    ["c", "C", "h"],
    ["cpp", "C++", "cc hpp c++"],
    ["csharp", "C#", "cs c#"],
    ["css", "CSS", ""],
    ["diff", "Diff", "patch"],
    ["go", "Go", "golang"],
    ["graphql", "GraphQL", "gql"],
    ["xml", "HTML, XML", "html svg xhtml"],
    ["ini", "INI, TOML", "toml conf"],
    ["java", "Java", ""],
    ["javascript", "JavaScript", "js jsx mjs cjs"],
    ["json", "JSON", "json5 jsonc"],
    ["kotlin", "Kotlin", "kt kts"],
    ["less", "Less", ""],
    ["lua", "Lua", ""],
    ["makefile", "Makefile", "mk make"],
    ["markdown", "Markdown", "md mkd"],
    ["objectivec", "Objective-C", "objc obj-c"],
    ["perl", "Perl", "pl pm"],
    ["php", "PHP", ""],
    ["python", "Python", "py"],
    ["python-repl", t("Python console"), "pycon"],
    ["r", "R", ""],
    ["ruby", "Ruby", "rb gemspec"],
    ["rust", "Rust", "rs"],
    ["scss", "SCSS", "sass"],
    ["shell", t("Shell session"), "console shellsession"],
    ["sql", "SQL", "postgres mysql"],
    ["swift", "Swift", ""],
    ["typescript", "TypeScript", "ts tsx"],
    ["vbnet", "Visual Basic .NET", "vb"],
    ["wasm", "WebAssembly", "wat"],
    ["yaml", "YAML", "yml"],
    /* eslint-enable */
  ].map(([id = "", name = "", words = ""]) => ({ id, name, words })),
];

/** What to call a block's language: one that isn't known goes by what the document says. */
export function languageName(id: unknown): string {
  if (typeof id !== "string") return PLAIN.name;
  return LANGUAGES.find((language) => language.id === id)?.name ?? id;
}

/** The language for a word behind "```". Null: plain text. */
export function languageFor(word: string): string | null {
  const wanted = word.toLowerCase();
  if (wanted === "") return null;
  const known = LANGUAGES.find(({ id, words }) => id === wanted || words.split(" ").includes(wanted));
  if (known !== undefined) return known.id;
  const spec = NODES["codeBlock"]?.attributes["language"];
  return spec !== undefined && isAllowed(spec, wanted) ? wanted : null;
}

/** The languages that a query names: those whose name begins with it first. */
export function findLanguages(query: string): readonly Language[] {
  const wanted = query.trim().toLowerCase();
  const rank = ({ name, words }: Language): number => {
    if (name.toLowerCase().startsWith(wanted)) return 0;
    return `${name} ${words}`
      .toLowerCase()
      .split(/[\s,]+/)
      .some((word) => word.startsWith(wanted))
      ? 1
      : 2;
  };
  return LANGUAGES.filter((one) => rank(one) < 2).sort((a, b) => rank(a) - rank(b));
}
