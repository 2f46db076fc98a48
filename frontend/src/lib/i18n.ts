/** A text by its English form. `{name}` in it is replaced by the value of that name. */
export function t(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return filled(catalogue()[text] ?? text, values);
}

/** The form for so many; `{count}` in it is the number. */
export function tn(
  one: string,
  many: string,
  count: number,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return t(count === 1 ? one : many, { count, ...values });
}

let known: Readonly<Record<string, string>> | undefined;

/** What the page brings for its language; English needs nothing, and a worker has no page. */
function catalogue(): Readonly<Record<string, string>> {
  if (known === undefined) {
    const source = typeof document === "undefined" ? null : document.getElementById("translations");
    known = source === null ? {} : (JSON.parse(source.textContent) as Record<string, string>);
  }
  return known;
}

function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
