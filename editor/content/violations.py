"""What of a document isn't as the schema has it. The editor shows such things inert and leaves them as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from editor.content.markdown_text import compact_json
from editor.content.schema import MARKS, MISSING, NODES, Attribute
from editor.content.tree import Node, Run, type_of
from editor.content.walk import Enter, Step, walk

MAX_VIOLATIONS = 100
_MAX_DETAIL = 200

_KINDS = {"link": "forbidden link", "embed": "foreign embed"}
"""By the type of an attribute whose value isn't allowed."""


@dataclass(frozen=True, slots=True)
class Violation:
    """`place` is the id of the nearest block around it that has one, or where it stands: "0/2" is the third child of
    the first block."""

    place: str
    kind: str
    detail: str


def violations_of(root: Node) -> tuple[Violation, ...]:
    found = Violations(root)
    for step in walk(root):
        found.take(step)
    return found.finished()


class Violations:
    """Is told a tree step by step, and then knows what is wrong with it."""

    def __init__(self, root: Node) -> None:
        self._found: list[Violation] = []
        self._around: list[tuple[Node, str]] = [(root, "")]
        self._counts = [0]
        if root.children:
            self._note(_wrong_children(root))

    def take(self, step: Step) -> None:
        if isinstance(step, Enter):
            self._enter(step.node)
        elif isinstance(step, Run):
            self._counts[-1] += 1
            self._note(_wrong_marks(step, self._around[-1][0]))
        else:
            self._around.pop()
            self._counts.pop()

    def finished(self) -> tuple[Violation, ...]:
        return tuple(self._found)

    def _enter(self, node: Node) -> None:
        parent, place = self._around[-1]
        own = node.attributes.get("id")
        here = own if isinstance(own, str) and own else f"{place}/{self._counts[-1]}".lstrip("/")
        self._counts[-1] += 1
        self._around.append((node, here))
        self._counts.append(0)
        self._note(_wrong_node(node))
        self._note(_wrong_marks(node, parent))

    def _note(self, wrong: Iterator[tuple[str, str]]) -> None:
        if len(self._found) < MAX_VIOLATIONS:
            place = self._around[-1][1]
            more = [Violation(place[:_MAX_DETAIL], kind, detail[:_MAX_DETAIL]) for kind, detail in wrong]
            self._found += more[: MAX_VIOLATIONS - len(self._found)]


def _wrong_node(node: Node) -> Iterator[tuple[str, str]]:
    known = NODES.get(node.type)
    if known is None or node.type in {"doc", "text"}:
        yield "unknown node", node.type
        return
    yield from _wrong_attributes(node.type, known.attributes, node.attributes)
    yield from _wrong_children(node)


def _wrong_children(node: Node) -> Iterator[tuple[str, str]]:
    """Unknown children are told of themselves; what else is there is judged without them only if all are known."""
    types = [type_of(child) for child in node.children]
    if all(type_ in NODES for type_ in types) and not NODES[node.type].takes(types):
        yield "misplaced", f"{node.type} with {', '.join(dict.fromkeys(types)) or 'nothing'}"


def _wrong_marks(child: Node | Run, parent: Node) -> Iterator[tuple[str, str]]:
    for mark in child.marks:
        if mark.type not in MARKS:
            yield "unknown mark", mark.type
        else:
            yield from _wrong_attributes(mark.type, MARKS[mark.type].attributes, mark.attributes)
        if parent.type in NODES and NODES[parent.type].marks == "":
            yield "misplaced", f"{mark.type} in {parent.type}"


def _wrong_attributes(
    owner: str, known: Mapping[str, Attribute], found: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        if name not in known:
            yield "unknown attribute", f"{owner} {name}"
        elif not known[name].allows(value):
            yield _KINDS.get(known[name].type, "wrong value"), f"{owner} {name}: {_told(value)}"
    for name, spec in known.items():
        if spec.default is MISSING and name not in found:
            yield "missing attribute", f"{owner} {name}"


def _told(value: object) -> str:
    """Whatever it is: a tree needn't come from where only JSON does."""
    try:
        return compact_json(value[:_MAX_DETAIL] if isinstance(value, str) else value)
    except (TypeError, ValueError, RecursionError):
        return type(value).__name__
