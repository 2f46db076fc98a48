"""New content for the shared document, made from a tree."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from editor.content.crdt import BODY
from editor.content.schema import MARKS, MISSING, NODES, Attribute, is_block_id
from editor.content.tree import Child, Node, Run, descendants


def write_document(doc: Doc[Any], root: Node, new_id: Callable[[], str], *, keep_ids: bool = True) -> None:
    """Adds the tree's blocks at the end of the body, in one transaction.

    Each block gets an id as its element is created, unless it has one that stands nowhere else in the document and
    `keep_ids` lets it stay. References to a footnote that gets another id go with it.
    """
    body = doc.get(BODY, type=XmlFragment)
    taken = _ids_in(body)
    if not keep_ids:
        taken |= {str(child.attributes.get("id")) for child in descendants(root) if isinstance(child, Node)}
    with doc.transaction():
        _Writing(taken, new_id).write(body, root)


class _Writing:
    def __init__(self, taken: set[str], new_id: Callable[[], str]) -> None:
        self._taken = taken
        self._new_id = new_id
        self._renamed: dict[str, str] = {}

    def write(self, body: XmlFragment, root: Node) -> None:
        self._renamed = {
            str(child.attributes["id"]): self._new_id()
            for child in descendants(root)
            if isinstance(child, Node) and child.type == "footnote" and child.attributes.get("id") in self._taken
        }
        waiting: list[tuple[XmlFragment | XmlElement, Iterator[Child]]] = [(body, iter(root.children))]
        while waiting:
            parent, children = waiting[-1]
            child = next(children, None)
            if child is None:
                waiting.pop()
            elif isinstance(child, Run):
                self._write_line(parent, [child])
            else:
                element = parent.children.append(XmlElement(child.type, self._attributes(child)))
                if _is_line(child):
                    self._write_line(element, child.children)
                else:
                    waiting.append((element, iter(child.children)))

    def _attributes(self, block: Node) -> dict[str, Any]:
        known = NODES[block.type].attributes if block.type in NODES else {}
        attributes = _filled(known, block.attributes)
        if "id" in known:
            attributes["id"] = self._id(block)
            self._taken.add(attributes["id"])
        return attributes

    def _id(self, block: Node) -> str:
        own = block.attributes.get("id")
        if isinstance(own, str) and is_block_id(own) and own not in self._taken:
            return own
        renamed = self._renamed.get(str(own)) if block.type == "footnote" else None
        return renamed if renamed is not None and renamed not in self._taken else self._new_id()

    def _write_line(self, parent: XmlFragment | XmlElement, children: Sequence[Child]) -> None:
        text = parent.children.append(XmlText())
        for child in children:
            formats = {one.type: _filled(_known_of_mark(one.type), one.attributes) for one in child.marks}
            if isinstance(child, Run):
                text.insert(len(text), child.text, formats)
            else:
                text.insert_embed(len(text), {"type": child.type, "attrs": self._embedded(child)}, formats)

    def _embedded(self, atom: Node) -> dict[str, Any]:
        attributes = _filled(NODES[atom.type].attributes if atom.type in NODES else {}, atom.attributes)
        if atom.type == "footnoteReference" and attributes.get("footnote") in self._renamed:
            attributes["footnote"] = self._renamed[attributes["footnote"]]
        return attributes


def _known_of_mark(type_: str) -> Mapping[str, Attribute]:
    return MARKS[type_].attributes if type_ in MARKS else {}


def _filled(known: Mapping[str, Attribute], found: Mapping[str, Any]) -> dict[str, Any]:
    """With the defaults that say something: what reads it needs no schema then."""
    defaults = {name: spec.default for name, spec in known.items() if spec.default not in (None, MISSING)}
    return defaults | dict(found)


def _is_line(block: Node) -> bool:
    """Whether its children are kept in one text."""
    if block.type in NODES and not NODES[block.type].is_textblock:
        return False
    has_text = block.type in NODES or any(isinstance(child, Run) for child in block.children)
    return has_text and not any(isinstance(child, Node) and child.children for child in block.children)


def _ids_in(body: XmlFragment) -> set[str]:
    found: set[str] = set()
    waiting: list[XmlFragment | XmlElement] = [body]
    while waiting:
        for child in waiting.pop().children:
            if isinstance(child, XmlElement):
                found.add(str(child.attributes.get("id")))
                waiting.append(child)
    return found
