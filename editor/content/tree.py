"""A document's content as a tree of values, whatever it was read from.

In a tree only attributes are kept that differ from their default, so that two trees that mean the same are equal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from editor.content.schema import MARKS, NODES, Attribute


@dataclass(frozen=True, slots=True)
class Mark:
    type: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """Text with the same marks, in the schema's order."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A block, or something that stands in a line like a letter (which may have marks)."""

    type: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    children: tuple["Node | Run", ...] = ()
    marks: tuple[Mark, ...] = ()


Child = Node | Run

_MARK_ORDER = {name: place for place, name in enumerate(MARKS)}


def type_of(child: Child) -> str:
    return child.type if isinstance(child, Node) else "text"


def kept_attributes(known: Mapping[str, Attribute], found: Mapping[str, Any]) -> dict[str, Any]:
    """Known ones in the schema's order without defaults, then the unknown ones. Nulls say nothing and are left out."""
    kept = {
        name: found[name]
        for name, spec in known.items()
        if found.get(name) is not None and not spec.is_default(found[name])
    }
    return kept | {name: value for name, value in found.items() if name not in known and value is not None}


def node(type_: str, found: Mapping[str, Any], children: Iterable[Child] = (), marks: Iterable[Mark] = ()) -> Node:
    """A node in the form that trees have."""
    known = NODES[type_].attributes if type_ in NODES else {}
    return Node(type_, kept_attributes(known, found), joined(children), tuple(marks))


def mark(type_: str, found: Mapping[str, Any]) -> Mark:
    known = MARKS[type_].attributes if type_ in MARKS else {}
    return Mark(type_, kept_attributes(known, found))


def ordered(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """In the schema's order, unknown ones last by name."""
    return tuple(sorted(marks, key=lambda one: (_MARK_ORDER.get(one.type, len(_MARK_ORDER)), one.type)))


def joined(children: Iterable[Child]) -> tuple[Child, ...]:
    """Neighbouring text with the same marks as one run, empty text left out."""
    result: list[Child] = []
    texts: list[str] = []
    marks: tuple[Mark, ...] = ()
    for child in children:
        if isinstance(child, Run) and (not child.text or (texts and child.marks == marks)):
            texts.append(child.text)
            continue
        if "".join(texts):
            result.append(Run("".join(texts), marks))
        texts = []
        if isinstance(child, Run):
            texts, marks = [child.text], child.marks
        else:
            result.append(child)
    if "".join(texts):
        result.append(Run("".join(texts), marks))
    return tuple(result)


def nodes_of(parent: Node) -> list[Node]:
    return [child for child in parent.children if isinstance(child, Node)]


def descendants(root: Node) -> Iterator[Child]:
    """All that is below the node, in document order, without recursion."""
    waiting: list[Child] = list(reversed(root.children))
    while waiting:
        child = waiting.pop()
        yield child
        if isinstance(child, Node):
            waiting.extend(reversed(child.children))


def depth_of(root: Node) -> int:
    """How many levels of nodes stand below it."""
    depth = 0
    level = [root]
    while level := [child for parent in level for child in nodes_of(parent)]:
        depth += 1
    return depth
