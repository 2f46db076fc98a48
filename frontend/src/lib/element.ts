type Child = Node | string;

/** Makes an element: attributes as written in HTML, `true` for a bare one, and its children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Where what floats over the page is added: inside its main landmark, so that screen readers find it. */
export function pageMain(): HTMLElement {
  return document.querySelector("main") ?? document.body;
}

/** The element with this id, which the page's template promises. */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} #${id}.`);
  return found;
}
