/** Makes another element of it: the same children, the same attributes. */
export function renamed(element: Element, name: string): Element {
  const made = element.ownerDocument.createElement(name);
  for (const { name: key, value } of element.attributes) made.setAttribute(key, value);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** Puts all that is in the element into a new one in it. */
export function wrapInside(element: Element, name: string): Element {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.append(made);
  return made;
}

export function isElement(node: Node | null): node is Element {
  return node?.nodeType === 1;
}

export function textNodes(root: Element): Text[] {
  const walker = root.ownerDocument.createTreeWalker(root, 4);
  const found: Text[] = [];
  while (walker.nextNode() !== null) found.push(walker.currentNode as Text);
  return found;
}

const BLOCKS =
  "address,article,aside,blockquote,center,dd,details,div,dl,dt,fieldset,figure,footer,form,h1,h2,h3,h4,h5,h6,header," +
  "hr,li,main,nav,ol,p,pre,section,table,ul";

export function hasBlocks(element: Element): boolean {
  return element.querySelector(BLOCKS) !== null;
}

export function isBlock(node: Node | null): boolean {
  return isElement(node) && node.matches(BLOCKS);
}

/** Whether there is nothing to see in it. */
export function isBlank(element: Element): boolean {
  const text = element.textContent;
  return /^[\s\u00a0\u200b\ufeff]*$/.test(text) && element.querySelector("img,hr,iframe,input,table,math") === null;
}
