"""Trees as the JSON that ProseMirror reads and writes: {"type", "attrs", "content", "marks", "text"}."""

from collections.abc import Mapping
from typing import Any

from editor.content.schema import MARKS, MISSING, NODES, Attribute
from editor.content.tree import Child, Mark, Node, Run, mark, node, ordered

Json = dict[str, Any]


def to_json(root: Child, *, with_defaults: bool = True) -> Json:
    """The tree below `root`, without recursion. With all attributes of the schema, or with those that say something."""
    top: list[Json] = []
    waiting: list[tuple[Child, list[Json]]] = [(root, top)]
    while waiting:
        child, siblings = waiting.pop()
        written = _written(child, with_defaults)
        siblings.append(written)
        if isinstance(child, Node) and child.children:
            content = written["content"]
            waiting.extend((inner, content) for inner in reversed(child.children))
    return top[0]


def _written(child: Child, with_defaults: bool) -> Json:
    if isinstance(child, Run):
        written: Json = {"type": "text"}
        if child.marks:
            written["marks"] = [_mark_written(one, with_defaults) for one in child.marks]
        return {**written, "text": child.text}
    written = {"type": child.type}
    known = NODES[child.type].attributes if child.type in NODES else {}
    if attributes := _attributes(known if with_defaults else {}, child.attributes):
        written["attrs"] = attributes
    if child.children:
        written["content"] = []
    if child.marks:
        written["marks"] = [_mark_written(one, with_defaults) for one in child.marks]
    return written


def _mark_written(found: Mark, with_defaults: bool) -> Json:
    known = MARKS[found.type].attributes if found.type in MARKS else {}
    attributes = _attributes(known if with_defaults else {}, found.attributes)
    return {"type": found.type, "attrs": attributes} if attributes else {"type": found.type}


def _attributes(known: Mapping[str, Attribute], found: Mapping[str, Any]) -> Json:
    return {name: spec.default for name, spec in known.items() if spec.default is not MISSING} | dict(found)


MAX_VALUE_DEPTH = 33
"""Of attributes: one more than any that a document takes from a browser."""


class NotADocument(Exception):
    """JSON that describes no node."""


def from_json(value: object) -> Child:
    """The tree that the JSON describes, without recursion. Raises NotADocument; unknown types are kept."""
    finished: list[list[Child]] = [[]]
    waiting: list[tuple[object, bool]] = [(value, False)]
    while waiting:
        item, is_complete = waiting.pop()
        if not isinstance(item, dict) or not isinstance(item.get("type"), str):
            raise NotADocument("A node is an object with a type.")
        if item["type"] == "text":
            finished[-1].append(Run(_text(item), _marks(item)))
        elif is_complete:
            children = finished.pop()
            finished[-1].append(node(item["type"], _object(item, "attrs"), children, _marks(item)))
        else:
            waiting.append((item, True))
            finished.append([])
            waiting.extend((inner, False) for inner in reversed(_list(item, "content")))
    return finished[0][0]


def _text(item: Json) -> str:
    if not isinstance(item.get("text"), str):
        raise NotADocument("A text node has text.")
    return str(item["text"])


def _marks(item: Json) -> tuple[Mark, ...]:
    found = _list(item, "marks")
    if not all(isinstance(one, dict) and isinstance(one.get("type"), str) for one in found):
        raise NotADocument("A mark is an object with a type.")
    return ordered(mark(one["type"], _object(one, "attrs")) for one in found)


def _object(item: Json, name: str) -> Json:
    value = item.get(name)
    if value is not None and not isinstance(value, dict):
        raise NotADocument(f"{name} is no object.")
    if _is_deeper(value, MAX_VALUE_DEPTH):
        raise NotADocument(f"{name} is nested too deep.")
    return value or {}


def _is_deeper(value: object, depth: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    return depth == 0 or any(
        _is_deeper(one, depth - 1) for one in (value.values() if isinstance(value, dict) else value)
    )


def _list(item: Json, name: str) -> list[Any]:
    value = item.get(name)
    if value is not None and not isinstance(value, list):
        raise NotADocument(f"{name} is no list.")
    return value or []
