"""Walks a document's tree without recursion: a document can be nested deeper than Python's stack."""

from collections.abc import Iterator
from dataclasses import dataclass

from pycrdt import Text, XmlElement, XmlFragment, XmlText


@dataclass(frozen=True, slots=True)
class Enter:
    """An element begins."""

    tag: str


@dataclass(frozen=True, slots=True)
class Leave:
    """The element that began last, and has not ended yet, ends."""

    tag: str


@dataclass(frozen=True, slots=True)
class Run:
    """Text, without its marks."""

    text: str


Step = Enter | Leave | Run
Node = XmlElement | XmlFragment | XmlText


def walk(root: XmlFragment) -> Iterator[Step]:
    """The tree in document order. Elements of unknown kinds are walked as all others; embedded objects are left out."""
    open_nodes: list[tuple[str | None, Iterator[Node]]] = [(None, iter(root.children))]
    while open_nodes:
        tag, children = open_nodes[-1]
        child = next(children, None)
        if child is None:
            open_nodes.pop()
            if tag is not None:
                yield Leave(tag)
        elif isinstance(child, XmlText):
            yield from (Run(text) for text in strings(child))
        else:
            child_tag = child.tag if isinstance(child, XmlElement) else None
            if child_tag is not None:
                yield Enter(child_tag)
            open_nodes.append((child_tag, iter(child.children)))


def strings(text: Text | XmlText) -> Iterator[str]:
    """The strings in a text, without marks and embedded objects. (`str()` of an XmlText writes marks as tags.)"""
    for value, _marks in text.diff():
        if isinstance(value, str):
            yield value
