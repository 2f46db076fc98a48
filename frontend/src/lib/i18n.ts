declare global {
  /** What the page's language calls each English text: src/languages/ sets it before any other module runs. */
  var translations: Readonly<Record<string, string>> | undefined;
}

type Values = Readonly<Record<string, string | number>>;

/** A text by its English form. `{name}` in it is replaced by the value of that name. */
export function t(text: string, values: Values = {}): string {
  return filled(globalThis.translations?.[text] ?? text, values);
}

/** The form that the page's language has for so many; `{count}` in it is the number. */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  return t(forms().select(count) === "one" ? one : many, { count, ...values });
}

export interface Names {
  readonly name: string;
  /** Other words under which it is found. */
  readonly words: string;
}

/** A name, and the words under which it is found: those of the page's language, and the English ones. */
export function named(name: string, words = "", values: Values = {}): Names {
  const shown = { name: t(name, values), words: words === "" ? "" : t(words, values) };
  if (globalThis.translations === undefined) return shown;
  return { ...shown, words: [shown.words, filled(name, values), filled(words, values)].join(" ") };
}

/** The page's, which need not be the browser's. A worker has no page. */
export function language(): string {
  return typeof document === "undefined" ? "en" : document.documentElement.lang || "en";
}

/** "1,234" as the page's language writes it. */
export function numberText(number: number): string {
  return number.toLocaleString(locale());
}

export function timeText(time: Date): string {
  return time.toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });
}

/** The browser's own form of the page's language, which knows how its region writes numbers and dates. */
function locale(): string {
  const page = language();
  const own = typeof navigator === "undefined" ? page : navigator.language;
  return own.split("-")[0] === page ? own : page;
}

let rules: Intl.PluralRules | undefined;

function forms(): Intl.PluralRules {
  rules ??= new Intl.PluralRules(language());
  return rules;
}

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === "number" ? numberText(value) : (value ?? whole);
  });
}
