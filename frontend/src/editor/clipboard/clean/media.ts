import { t } from "../../../lib/i18n";
import { isAllowedLink } from "../../schema/attributes";
import { isBlank, isElement, unwrap } from "./tree";

const OUR_FILE = /^\/documents\/[0-9a-f-]{36}\/files\/([0-9a-f-]{36})$/;
/** Smaller ones count who reads, or fill a gap. */
const MIN_SHOWN_PX = 3;

/** What holds a line of text. */
const LINES = "p,h1,h2,h3,h4,h5,h6,a,abbr,b,code,del,em,i,mark,q,s,span,strong,sub,sup,u";

/** What stands for a picture that came with the text itself; null where none can be taken. */
export type TakePicture = (address: string) => Element | null;

/** Links only to pages and mailboxes; pictures only of ours, the others as a link with what they show. */
export function mendMedia(root: Element, take: TakePicture): void {
  for (const link of root.querySelectorAll("a")) mendLink(link);
  for (const image of root.querySelectorAll("img")) mendImage(image, take);
}

function mendLink(link: Element): void {
  if (link.hasAttribute("data-type")) return;
  const href = target(link.getAttribute("href") ?? "");
  if (isAllowedLink(href)) link.setAttribute("href", href);
  else unwrap(link);
}

/** Google Docs sends every link through a page of its own. */
function target(href: string): string {
  if (!/^https:\/\/www\.google\.[a-z.]+\/url\?/.test(href)) return href;
  return new URL(href).searchParams.get("q") ?? href;
}

function mendImage(image: Element, take: TakePicture): void {
  if (image.closest("[data-file]") !== null) return;
  const src = image.getAttribute("src") ?? "";
  const alt = (image.getAttribute("alt") ?? "").trim();
  const file = fileOf(src);
  const taken = file === null && /^data:image\//i.test(src) && !isTiny(image) ? take(src) : null;
  const picture = file === null ? taken : ourPicture(image, file, alt);
  if (picture !== null) {
    image.replaceWith(picture);
    liftOut(picture);
  } else if (/^https?:/i.test(src) && isAllowedLink(src) && !isTiny(image) && !isEmoji(image)) asLink(image, src, alt);
  else image.replaceWith(alt);
}

function fileOf(src: string): string | null {
  if (!URL.canParse(src, location.origin)) return null;
  const { origin, pathname } = new URL(src, location.origin);
  return origin === location.origin ? (OUR_FILE.exec(pathname)?.[1] ?? null) : null;
}

/** A picture is a block: it stands between the parts of the text that it stood in. */
function liftOut(picture: Element): void {
  for (let around = picture.parentElement; around?.matches(LINES) === true; around = picture.parentElement) {
    const rest = around.cloneNode(false) as Element;
    while (picture.nextSibling !== null) rest.append(picture.nextSibling);
    around.after(picture, rest);
    for (const part of [around, rest]) if (isBlank(part)) part.remove();
  }
}

function ourPicture({ ownerDocument }: Element, file: string, alt: string): Element {
  const figure = ownerDocument.createElement("figure");
  const shown = ownerDocument.createElement("img");
  figure.setAttribute("data-file", file);
  shown.setAttribute("alt", alt);
  figure.append(shown);
  return figure;
}

function asLink(image: Element, src: string, alt: string): void {
  const text = alt === "" ? t("Image") : alt;
  if (image.closest("a[href]") !== null) {
    image.replaceWith(text);
    return;
  }
  const link = image.ownerDocument.createElement("a");
  link.setAttribute("href", src);
  link.textContent = text;
  image.replaceWith(link);
  if (isElement(link.nextSibling)) link.after(" ");
}

function isTiny(image: Element): boolean {
  const sizes = [image.getAttribute("width"), image.getAttribute("height")];
  return sizes.some((size) => size !== null && /^\d+(?:px)?$/.test(size) && parseInt(size, 10) < MIN_SHOWN_PX);
}

/** Pictures in the place of characters: what they mean is their alternative text. */
function isEmoji(image: Element): boolean {
  return /\bemoji\b/i.test(image.getAttribute("class") ?? "") && image.hasAttribute("alt");
}
