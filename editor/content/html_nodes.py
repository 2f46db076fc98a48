"""Each node as HTML: what is written before its content and what behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from editor.content.html_line import shown, tag
from editor.content.schema import NODES
from editor.content.tree import Node

Tags = tuple[str, str]


def _nowhere(_id: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a file or another document can be found, by its id. None: it isn't to be linked."""

    of_file: Callable[[str], str | None] = _nowhere
    of_document: Callable[[str], str | None] = _nowhere


@dataclass(frozen=True, slots=True)
class Context:
    addresses: Addresses
    numbers: Mapping[str, int]
    """Of the footnotes."""
    scopes: list[str] = field(default_factory=list)
    """What a header cell is for, in each of the rows that are open."""


def tags(node: Node, context: Context, *, is_in_line: bool) -> Tags:
    if node.type in _SIMPLE:
        return _plain(_SIMPLE[node.type], node)
    if node.type in _WRITERS:
        return _WRITERS[node.type](node)
    if node.type in _WRITERS_WITH_CONTEXT:
        return _WRITERS_WITH_CONTEXT[node.type](node, context)
    name = "span" if is_in_line else "div"
    return tag(name, data_unknown=node.type), f"</{name}>"


def _aligned(node: Node) -> Tags:
    name = f"h{shown(node, 'level')}" if node.type == "heading" else "p"
    return tag(name, data_id=_id(node), data_align=shown(node, "textAlign"), dir="auto"), f"</{name}>"


def _numbered(node: Node) -> Tags:
    start = shown(node, "start")
    return tag("ol", data_id=_id(node), start=start if start != 1 else None), "</ol>"


def _tasks(node: Node) -> Tags:
    return tag("ul", data_id=_id(node), data_kind="tasks"), "</ul>"


def _task(node: Node) -> Tags:
    box = tag("input", type="checkbox", checked=shown(node, "checked"), disabled=True)
    return tag("li", data_id=_id(node)) + box, "</li>"


def _callout(node: Node) -> Tags:
    return tag("aside", data_id=_id(node), data_callout=shown(node, "kind")), "</aside>"


def _code(node: Node) -> Tags:
    language = shown(node, "language")
    return tag("pre", data_id=_id(node)) + tag("code", class_=language and f"language-{language}"), "</code></pre>"


def _table(node: Node) -> Tags:
    return tag("table", data_id=_id(node)) + "<tbody>", "</tbody></table>"


def _cell(node: Node, context: Context) -> Tags:
    name = "th" if node.type == "tableHeader" else "td"
    scope = context.scopes[-1] if name == "th" and context.scopes else None
    spans = {span: shown(node, span) for span in ("colspan", "rowspan") if shown(node, span) != 1}
    widths = shown(node, "colwidth")
    return tag(name, scope=scope, data_colwidth=widths and ",".join(map(str, widths)), **spans), f"</{name}>"


def _rule(node: Node) -> Tags:
    return tag("hr", data_id=_id(node)), ""


def _image(node: Node, context: Context) -> Tags:
    file, alt = shown(node, "file"), shown(node, "alt") or ""
    address = context.addresses.of_file(file) if file else None
    sizes = {"width": shown(node, "pixelWidth"), "height": shown(node, "pixelHeight")}
    picture = tag("img", src=address, alt=alt, **sizes, loading="lazy") if address else _text("span", alt)
    figure = {"data_file": file, "data_align": shown(node, "align"), "data_width": shown(node, "width")}
    caption = (tag("figcaption", dir="auto"), "</figcaption>") if node.children else ("", "")
    return tag("figure", data_id=_id(node), **figure) + picture + caption[0], f"{caption[1]}</figure>"


def _attachment(node: Node, context: Context) -> Tags:
    file, name = shown(node, "file"), shown(node, "name") or "File"
    address = context.addresses.of_file(file) if file else None
    link = _text("a", name, class_="attachment", data_file=file, href=address) if address else escape(name)
    return tag("p", data_id=_id(node)) + link, "</p>"


def _embed(node: Node) -> Tags:
    """A link: what plays is shown by the editor alone."""
    address = shown(node, "url")
    link = (
        _text("a", address, data_embed=True, href=address) if address else escape(str(node.attributes.get("url", "")))
    )
    return tag("p", data_id=_id(node)) + link, "</p>"


def _mathematics(node: Node) -> Tags:
    return tag("pre", data_id=_id(node), class_="math") + _text("code", shown(node, "latex")), "</pre>"


def _inline_mathematics(node: Node) -> Tags:
    return _text("code", shown(node, "latex"), class_="math"), ""


def _reference(node: Node, context: Context) -> Tags:
    footnote = shown(node, "footnote")
    number = context.numbers.get(footnote)
    if number is None:
        return "<sup>?</sup>", ""
    return f"<sup>{_text('a', str(number), href=f'#footnote-{footnote}')}</sup>", ""


def _mention(node: Node) -> Tags:
    return _text("span", f"@{shown(node, 'label')}", class_="mention", data_user=shown(node, "user")), ""


def _document_link(node: Node, context: Context) -> Tags:
    document = shown(node, "document")
    address = context.addresses.of_document(document) if document else None
    name = "a" if address else "span"
    return _text(name, shown(node, "title"), class_="document-link", data_document=document, href=address), ""


def _text(name: str, text: str, **attributes: Any) -> str:
    return f"{tag(name, **attributes)}{escape(text, quote=False)}</{name}>"


def _id(node: Node) -> str | None:
    return shown(node, "id") if node.type in NODES and "id" in NODES[node.type].attributes else None


def _plain(name: str, node: Node) -> Tags:
    return tag(name, data_id=_id(node)), f"</{name}>"


_SIMPLE: Mapping[str, str] = {
    "blockquote": "blockquote",
    "bulletList": "ul",
    "listItem": "li",
    "details": "details",
    "detailsContent": "div",
    "tableRow": "tr",
}
_WRITERS: Mapping[str, Callable[[Node], Tags]] = {
    "paragraph": _aligned,
    "heading": _aligned,
    "orderedList": _numbered,
    "taskList": _tasks,
    "taskItem": _task,
    "callout": _callout,
    "detailsSummary": lambda _node: (tag("summary", dir="auto"), "</summary>"),
    "codeBlock": _code,
    "table": _table,
    "horizontalRule": _rule,
    "embed": _embed,
    "blockMath": _mathematics,
    "footnote": lambda _node: ("", ""),
    "hardBreak": lambda _node: ("<br>", ""),
    "inlineMath": _inline_mathematics,
    "mention": _mention,
}
_WRITERS_WITH_CONTEXT: Mapping[str, Callable[[Node, Context], Tags]] = {
    "tableCell": _cell,
    "tableHeader": _cell,
    "image": _image,
    "attachment": _attachment,
    "footnoteReference": _reference,
    "documentLink": _document_link,
}
