import { isElement, renamed, unwrap } from "./tree";

const BOX = /^[\s\u00a0]*([☐☑☒✓✔□]|\[[ xX]\])[\s\u00a0]+/u;

/** Lists as the document has them: items in lists, deeper lists in items, checklists told from others. */
export function mendLists(root: Element): void {
  for (const item of root.querySelectorAll("li")) {
    if (item.parentElement?.matches("ul,ol,menu") !== true) wrapOrphan(item);
  }
  for (const list of root.querySelectorAll("ul,ol")) mendChildren(list);
  for (const item of root.querySelectorAll("li")) mendItem(item);
  for (const list of [...root.querySelectorAll("ul,ol")].reverse()) {
    if (list.children.length === 0) list.remove();
    else splitTasks(list);
  }
}

function wrapOrphan(item: Element): void {
  const before = item.previousElementSibling;
  if (before?.matches("ul[data-made]") === true) {
    before.append(item);
    return;
  }
  const list = item.ownerDocument.createElement("ul");
  list.setAttribute("data-made", "");
  item.replaceWith(list);
  list.append(item);
}

/** `<ul><li>a</li><ul><li>b</li></ul></ul>`: the deeper list belongs to the item before it. */
function mendChildren(list: Element): void {
  for (const child of [...list.childNodes]) {
    if (isElement(child) && child.localName === "li") continue;
    if (!isElement(child) && child.textContent?.trim() === "") {
      child.remove();
      continue;
    }
    const before = child.previousSibling;
    if (isElement(child) && child.matches("ul,ol") && isElement(before)) {
      before.append(child);
      continue;
    }
    const item = list.ownerDocument.createElement("li");
    child.replaceWith(item);
    item.append(child);
  }
}

/** An item begins with a paragraph; a heading in its place becomes one. */
function mendItem(item: Element): void {
  for (const heading of item.querySelectorAll(":scope > h1,:scope > h2,:scope > h3,:scope > h4")) renamed(heading, "p");
  const first = [...item.childNodes].find((child) => isElement(child) || child.textContent?.trim() !== "");
  if (!isElement(first ?? null)) return;
  const element = first as Element;
  if (element.matches("div,section,article") && element.querySelector(":scope > p") !== null) unwrap(element);
}

/** Says which items are tasks. Where only some are, each run of a kind gets a list of its own. */
function splitTasks(list: Element): void {
  let current: Element | null = null;
  for (const item of [...list.children]) {
    const checked = takeBox(item);
    const wanted = checked === null ? "items" : "tasks";
    if (checked !== null) {
      item.setAttribute("data-type", "taskItem");
      item.setAttribute("data-checked", String(checked));
    }
    if (current?.getAttribute("data-kind") !== wanted) {
      const made = list.ownerDocument.createElement(checked === null ? list.localName : "ul");
      made.setAttribute("data-kind", wanted);
      if (checked !== null) made.setAttribute("data-type", "taskList");
      else if (current === null) made.setAttribute("start", list.getAttribute("start") ?? "1");
      list.before(made);
      current = made;
    }
    current.append(item);
  }
  list.remove();
}

/** Whether the item's box is ticked, and without the box from now on; null for an item that has none. */
function takeBox(item: Element): boolean | null {
  const role = item.getAttribute("role") === "checkbox" ? item : null;
  const box = ownPart(item, "input[type=checkbox],.checkbox,.todo-checkbox");
  if (role !== null || item.hasAttribute("data-checked")) {
    box?.remove();
    for (const picture of item.querySelectorAll("img")) if (ownPart(item, "img") === picture) picture.remove();
    return (item.getAttribute("aria-checked") ?? item.getAttribute("data-checked")) === "true";
  }
  if (box !== null) {
    const ticked = box.hasAttribute("checked") || box.matches(".checkbox-on");
    box.remove();
    return ticked;
  }
  return takeWrittenBox(item);
}

function takeWrittenBox(item: Element): boolean | null {
  const walker = item.ownerDocument.createTreeWalker(item, 4);
  let text = walker.nextNode() as Text | null;
  while (text !== null && text.data.trim() === "") text = walker.nextNode() as Text | null;
  const found = text === null ? null : BOX.exec(text.data);
  if (text === null || found === null || text.parentElement?.closest("li") !== item) return null;
  text.data = text.data.slice(found[0].length);
  return !/[☐□]|\[ \]/u.test(found[1] ?? "");
}

/** The first such part that is this item's own, not a deeper one's. */
function ownPart(item: Element, selector: string): Element | null {
  return [...item.querySelectorAll(selector)].find((part) => part.parentElement?.closest("li") === item) ?? null;
}
