"""Trees from the shared document, as it is kept in the CRDT.

The root `default` holds a block as an element with its name and attributes. A block with inline content has one text
whose formats are its marks; what stands in it like a letter is embedded there as `{"type": …, "attrs": …}`. Older
documents may have elements between several texts instead: both are read.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from editor.content.schema import MARKS
from editor.content.tree import Child, Mark, Node, Run, mark, node, ordered

BODY = "default"
UNREADABLE = "unreadableObject"
"""The type that something embedded gets in a tree if it doesn't say what it is."""

_OVERLAPPING = re.compile(r"(.+)--[A-Za-z0-9+/=]{8}")


def read_document(doc: Doc[Any]) -> Node:
    """All that is in the body, also what no document should have; without recursion, however deep it is."""
    body = doc.get(BODY, type=XmlFragment)
    with doc.transaction():
        return _read(body)


@dataclass(slots=True)
class _Open:
    """An element whose children are being read."""

    element: XmlElement | None
    waiting: Iterator[Any]
    children: list[Child] = field(default_factory=list)


def _read(body: XmlFragment) -> Node:
    opened = [_Open(None, iter(body.children))]
    while True:
        top = opened[-1]
        child = next(top.waiting, None)
        if child is None:
            opened.pop()
            if top.element is None:
                return node("doc", {}, top.children)
            opened[-1].children.append(_element(top.element, top.children))
        elif isinstance(child, XmlText):
            top.children += _line(child)
        elif isinstance(child, XmlElement):
            opened.append(_Open(child, iter(child.children)))


def _element(element: XmlElement, children: Sequence[Child]) -> Node:
    attributes: Any = element.attributes
    return node(_clean(element.tag or ""), {_clean(name): _clean(value) for name, value in attributes}, children)


def _line(text: XmlText) -> Iterator[Child]:
    known: dict[tuple[str, str], Mark] = {}
    for value, formats in text.diff():
        marks = _marks(formats or {}, known)
        if isinstance(value, str):
            yield Run(value.replace("\0", ""), marks)
        else:
            yield _embedded(value, marks)


def _marks(formats: Mapping[str, Any], known: dict[tuple[str, str], Mark]) -> tuple[Mark, ...]:
    """`known` are the marks that the line has had so far, by the format's name and value."""
    found = {}
    for name, value in formats.items():
        if value is not None:
            key = name, repr(value)
            if key not in known:
                known[key] = _mark(name, value)
            found[known[key].type] = known[key]
    return ordered(found.values())


def _mark(name: str, value: object) -> Mark:
    overlapping = _OVERLAPPING.fullmatch(name)
    type_ = overlapping[1] if overlapping and overlapping[1] in MARKS else _clean(name)
    return mark(type_, _clean(value) if isinstance(value, dict) else {})


def _embedded(value: object, marks: Sequence[Mark]) -> Node:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return node(UNREADABLE, {"value": _clean(value)}, (), marks)
    attributes = value.get("attrs")
    return node(_clean(value["type"]), _clean(attributes) if isinstance(attributes, dict) else {}, (), marks)


def _clean(value: Any) -> Any:
    """As JSON that Postgres keeps, so without NUL, and with whole numbers as such: the CRDT has only floats.

    Of what JSON can't hold, bytes or a shared type, only the kind is told: no attribute of ours is an object.
    """
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_clean(name): _clean(one) for name, one in value.items()}
    return value if value is None or isinstance(value, int) else {"unreadable": type(value).__name__}


def _number(value: float) -> int | float | None:
    """JSON has no infinity, and nothing that isn't a number."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value
