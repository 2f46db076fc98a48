"""Blocks that are still open while a document is built, and what each becomes when it ends."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from editor.content.tree import Child, Node, Run, node

EMPTY = Node("paragraph")


@dataclass(slots=True)
class Frame:
    kind: str
    """As markdown-it names it, or the tag."""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    opening: str | None = None
    """The line that a tag began with, in case that its end never comes."""
    is_checked: bool | None = None
    summary: tuple[Child, ...] | None = None
    callout: str | None = None
    alignment: str | None = None


def finish(frame: Frame, parent: Frame) -> None:
    """Gives the parent what the frame has become."""
    if frame.kind in _PARTS:
        parent.children += _PARTS[frame.kind](frame, parent)
    else:
        parent.children += _FINISHERS[frame.kind](frame)


def unwind(frame: Frame, parent: Frame) -> None:
    """Gives the parent what stands in a tag that is never closed, or not as it must be."""
    parent.children += _unwound(frame)


def _unwound(frame: Frame) -> list[Child]:
    content = itertools.chain.from_iterable(_blocks_of(child) for child in frame.children)
    return [node("paragraph", {}, [Run(frame.opening or "")]), *content]


def _blocks_of(child: Child) -> Iterable[Child]:
    """Rows and cells are nothing without their table."""
    if isinstance(child, Node) and child.type == "tableRow":
        return itertools.chain.from_iterable(_blocks_of(cell) for cell in child.children)
    return child.children if _is_cell(child) else [child]


def _is_cell(child: Child) -> TypeGuard[Node]:
    return isinstance(child, Node) and child.type in {"tableCell", "tableHeader"}


def _quote(frame: Frame) -> list[Child]:
    children = frame.children or [EMPTY]
    if frame.callout is None:
        return [node("blockquote", {}, children)]
    return [node("callout", {"kind": frame.callout}, children)]


def _item(frame: Frame) -> list[Child]:
    children = frame.children
    if not children or not isinstance(children[0], Node) or children[0].type != "paragraph":
        children = [EMPTY, *children]
    if frame.is_checked is None:
        return [node("listItem", {}, children)]
    return [node("taskItem", {"checked": frame.is_checked}, children)]


def _bullets(frame: Frame) -> list[Child]:
    """Items with a box and those without are lists of their own."""
    groups = itertools.groupby(frame.children, key=lambda item: isinstance(item, Node) and item.type == "taskItem")
    return [node("taskList" if has_boxes else "bulletList", {}, items) for has_boxes, items in groups]


def _numbers(frame: Frame) -> list[Child]:
    return [node("orderedList", {"start": min(frame.attributes.get("start", 1), 1_000_000)}, frame.children)]


def _footnote(frame: Frame) -> list[Child]:
    """A footnote has paragraphs only; other blocks come behind it."""
    paragraphs: list[Child] = []
    others: list[Child] = []
    for child in frame.children:
        is_paragraph = isinstance(child, Node) and child.type == "paragraph"
        (paragraphs if is_paragraph else others).append(child)
    return [node("footnote", frame.attributes, paragraphs or [EMPTY]), *others]


def _cell(frame: Frame, parent: Frame) -> list[Child]:
    children = frame.children or [EMPTY]
    if parent.kind != "tr":
        return children
    return [node("tableHeader" if frame.kind == "th" else "tableCell", frame.attributes, children)]


def _row(frame: Frame, parent: Frame) -> list[Child]:
    if parent.kind != "table" or not all(_is_cell(cell) for cell in frame.children):
        return _unwound(frame)
    return [node("tableRow", {}, frame.children)]


def _table(frame: Frame) -> list[Child]:
    is_table = bool(frame.children) and all(isinstance(row, Node) and row.type == "tableRow" for row in frame.children)
    return [node("table", {}, frame.children)] if is_table else _unwound(frame)


def _aligned(frame: Frame) -> list[Child]:
    return [_with_alignment(child, frame.attributes["align"]) for child in frame.children]


def _with_alignment(child: Child, alignment: str) -> Child:
    if not isinstance(child, Node) or child.type not in {"paragraph", "heading"} or "textAlign" in child.attributes:
        return child
    return replace(child, attributes={**child.attributes, "textAlign": alignment})


def _details(frame: Frame) -> list[Child]:
    summary = node("detailsSummary", {}, frame.summary or ())
    return [node("details", {}, [summary, node("detailsContent", {}, frame.children or [EMPTY])])]


_FINISHERS: Mapping[str, Callable[[Frame], list[Child]]] = {
    "blockquote": _quote,
    "list_item": _item,
    "bullet_list": _bullets,
    "ordered_list": _numbers,
    "footnote": _footnote,
    "div": _aligned,
    "details": _details,
    "table": _table,
}
_PARTS: Mapping[str, Callable[[Frame, Frame], list[Child]]] = {"tr": _row, "th": _cell, "td": _cell}
"""They are something only in the right parent."""
