import bold from "lucide-static/icons/bold.svg?raw";
import chevronDown from "lucide-static/icons/chevron-down.svg?raw";
import code from "lucide-static/icons/code.svg?raw";
import h1 from "lucide-static/icons/heading-1.svg?raw";
import h2 from "lucide-static/icons/heading-2.svg?raw";
import h3 from "lucide-static/icons/heading-3.svg?raw";
import h4 from "lucide-static/icons/heading-4.svg?raw";
import italic from "lucide-static/icons/italic.svg?raw";
import link from "lucide-static/icons/link.svg?raw";
import list from "lucide-static/icons/list.svg?raw";
import listOrdered from "lucide-static/icons/list-ordered.svg?raw";
import listTodo from "lucide-static/icons/list-todo.svg?raw";
import minus from "lucide-static/icons/minus.svg?raw";
import pilcrow from "lucide-static/icons/pilcrow.svg?raw";
import quote from "lucide-static/icons/text-quote.svg?raw";
import redo from "lucide-static/icons/redo-2.svg?raw";
import codeBlock from "lucide-static/icons/square-code.svg?raw";
import strike from "lucide-static/icons/strikethrough.svg?raw";
import underline from "lucide-static/icons/underline.svg?raw";
import undo from "lucide-static/icons/undo-2.svg?raw";
import x from "lucide-static/icons/x.svg?raw";
import alignCenter from "lucide-static/icons/text-align-center.svg?raw";
import alignLeft from "lucide-static/icons/text-align-start.svg?raw";
import alignRight from "lucide-static/icons/text-align-end.svg?raw";
import download from "lucide-static/icons/download.svg?raw";
import file from "lucide-static/icons/file.svg?raw";
import fileArchive from "lucide-static/icons/file-archive.svg?raw";
import fileCode from "lucide-static/icons/file-code.svg?raw";
import fileMusic from "lucide-static/icons/file-headphone.svg?raw";
import fileTable from "lucide-static/icons/file-spreadsheet.svg?raw";
import fileText from "lucide-static/icons/file-text.svg?raw";
import fileVideo from "lucide-static/icons/file-play.svg?raw";
import image from "lucide-static/icons/image.svg?raw";
import imageOff from "lucide-static/icons/image-off.svg?raw";
import enlarge from "lucide-static/icons/maximize-2.svg?raw";
import paperclip from "lucide-static/icons/paperclip.svg?raw";
import replace from "lucide-static/icons/refresh-cw.svg?raw";
import trash from "lucide-static/icons/trash-2.svg?raw";
import plus from "lucide-static/icons/plus.svg?raw";
import ellipsis from "lucide-static/icons/ellipsis.svg?raw";
import play from "lucide-static/icons/play.svg?raw";
import video from "lucide-static/icons/square-play.svg?raw";
import formula from "lucide-static/icons/square-function.svg?raw";
import sigma from "lucide-static/icons/sigma.svg?raw";
import table from "lucide-static/icons/table.svg?raw";
import mergeCells from "lucide-static/icons/table-cells-merge.svg?raw";
import splitCells from "lucide-static/icons/table-cells-split.svg?raw";
import arrowLeft from "lucide-static/icons/arrow-left.svg?raw";
import arrowRight from "lucide-static/icons/arrow-right.svg?raw";
import arrowUp from "lucide-static/icons/arrow-up.svg?raw";
import arrowDown from "lucide-static/icons/arrow-down.svg?raw";
import eraser from "lucide-static/icons/eraser.svg?raw";
import rowAbove from "lucide-static/icons/between-horizontal-end.svg?raw";
import rowBelow from "lucide-static/icons/between-horizontal-start.svg?raw";
import columnBefore from "lucide-static/icons/between-vertical-end.svg?raw";
import columnAfter from "lucide-static/icons/between-vertical-start.svg?raw";
import headerRow from "lucide-static/icons/panel-top.svg?raw";
import headerColumn from "lucide-static/icons/panel-left.svg?raw";
import atSign from "lucide-static/icons/at-sign.svg?raw";
import smile from "lucide-static/icons/smile.svg?raw";
import user from "lucide-static/icons/user.svg?raw";
import alignJustify from "lucide-static/icons/text-align-justify.svg?raw";
import chevronRight from "lucide-static/icons/chevron-right.svg?raw";
import clearFormatting from "lucide-static/icons/remove-formatting.svg?raw";
import copy from "lucide-static/icons/copy.svg?raw";
import externalLink from "lucide-static/icons/external-link.svg?raw";
import grip from "lucide-static/icons/grip-vertical.svg?raw";
import palette from "lucide-static/icons/palette.svg?raw";
import pencil from "lucide-static/icons/pencil.svg?raw";
import search from "lucide-static/icons/search.svg?raw";
import subscript from "lucide-static/icons/subscript.svg?raw";
import superscript from "lucide-static/icons/superscript.svg?raw";
import turnInto from "lucide-static/icons/repeat-2.svg?raw";
import unlink from "lucide-static/icons/unlink.svg?raw";
import check from "lucide-static/icons/check.svg?raw";
import danger from "lucide-static/icons/octagon-alert.svg?raw";
import details from "lucide-static/icons/list-collapse.svg?raw";
import footnote from "lucide-static/icons/asterisk.svg?raw";
import highlight from "lucide-static/icons/highlighter.svg?raw";
import info from "lucide-static/icons/info.svg?raw";
import success from "lucide-static/icons/lightbulb.svg?raw";
import warning from "lucide-static/icons/triangle-alert.svg?raw";
import caseSensitive from "lucide-static/icons/case-sensitive.svg?raw";
import chevronUp from "lucide-static/icons/chevron-up.svg?raw";
import regex from "lucide-static/icons/regex.svg?raw";
import wholeWord from "lucide-static/icons/whole-word.svg?raw";

const SOURCES = {
  // Find and replace
  ...{ caseSensitive, chevronUp, regex, wholeWord },
  // Blocks and marks
  ...{ check, danger, details, footnote, highlight, info, success, warning },
  ...{ atSign, smile, user },
  ...{ bold, chevronDown, code, codeBlock, h1, h2, h3, h4, italic, link, list, listOrdered, listTodo },
  ...{ minus, pilcrow, quote, redo, strike, underline, undo, x },
  // Pictures and files
  ...{ alignCenter, alignLeft, alignRight, download, enlarge, file, fileArchive, fileCode },
  ...{ fileMusic, fileTable, fileText, fileVideo, image, imageOff, paperclip, replace, trash },
  // Tables, formulas, videos
  ...{ plus, ellipsis, play, video, formula, sigma, table, mergeCells, splitCells, arrowLeft, arrowRight },
  ...{ arrowUp, arrowDown, eraser, rowAbove, rowBelow, columnBefore, columnAfter, headerRow, headerColumn },
  // Menus of the text
  ...{ alignJustify, chevronRight, clearFormatting, copy, externalLink, grip, palette, pencil },
  ...{ search, subscript, superscript, turnInto, unlink },
};

export type IconName = keyof typeof SOURCES;

const drawn = new Map<IconName, SVGElement>();

/** A Lucide icon. It says nothing to screen readers: the control around it has the name. */
export function icon(name: IconName): SVGElement {
  const svg = drawn.get(name) ?? draw(name);
  drawn.set(name, svg);
  return svg.cloneNode(true) as SVGElement;
}

function draw(name: IconName): SVGElement {
  const parsed = new DOMParser().parseFromString(SOURCES[name], "image/svg+xml").documentElement;
  const svg = document.importNode(parsed, true) as unknown as SVGElement;
  for (const attribute of ["width", "height", "stroke", "stroke-width", "fill"]) svg.removeAttribute(attribute);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}
