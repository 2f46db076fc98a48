import { playerOf } from "../../embeds/players";
import { withCss, cssOf } from "./css";
import { isBlank, unwrap } from "./tree";

const DROPPED =
  "button,col,colgroup,script,style,meta,link,title,base,template,noscript,object,embed,applet,canvas,audio,video,source,track,select," +
  "textarea,svg,frame,frameset,map,area,xml,param,dialog,progress,meter,input:not([type=checkbox]),[hidden]";

/** Takes out what is no text: programs, styles, comments, pictures made of instructions, what the page itself hides. */
export function dropUnwanted(root: Element): void {
  for (const comment of comments(root)) comment.remove();
  for (const element of root.querySelectorAll(DROPPED)) element.remove();
  for (const frame of root.querySelectorAll("iframe")) {
    if (playerOf(addressOf(frame)) === null) frame.remove();
  }
  for (const element of [...withCss(root, "display"), ...withCss(root, "mso-hide")]) {
    const css = cssOf(element);
    if (css.get("display") === "none" || css.get("mso-hide") === "all") element.remove();
  }
  dropForeignNames(root);
}

/** Word's own elements, as o:p and v:shape: what is written in them stays, drawings and empty ones go. */
function dropForeignNames(root: Element): void {
  for (const element of root.querySelectorAll("*")) {
    const [prefix, name] = element.localName.split(":");
    if (name === undefined || !root.contains(element)) continue;
    if (prefix === "v" || isBlank(element)) element.remove();
    else unwrap(element);
  }
}

function comments(root: Element): Comment[] {
  const walker = root.ownerDocument.createTreeWalker(root, 128);
  const found: Comment[] = [];
  while (walker.nextNode() !== null) found.push(walker.currentNode as Comment);
  return found;
}

function addressOf(frame: Element): string {
  const src = frame.getAttribute("src") ?? "";
  return src.startsWith("//") ? `https:${src}` : src;
}
