"""All that is derived from a document's body, read in one pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pycrdt import Doc

from editor.content.crdt import read_document
from editor.content.plain_text import PlainText, count_words
from editor.content.schema import is_uuid
from editor.content.tree import Node
from editor.content.violations import Violation, Violations
from editor.content.walk import Enter, walk


@dataclass(frozen=True, slots=True)
class Survey:
    """`files`, `mentions` (of people) and `links` (to documents) are in the order in which they first appear."""

    text: str
    words: int
    violations: tuple[Violation, ...]
    files: tuple[UUID, ...]
    mentions: tuple[UUID, ...]
    links: tuple[UUID, ...]


_REFERENCES: Mapping[str, tuple[str, str]] = {
    "image": ("files", "file"),
    "attachment": ("files", "file"),
    "mention": ("mentions", "user"),
    "documentLink": ("links", "document"),
}


def survey(doc: Doc[Any]) -> Survey:
    tree = read_document(doc)
    text, violations = PlainText(), Violations(tree)
    references: dict[str, dict[UUID, None]] = {"files": {}, "mentions": {}, "links": {}}
    for step in walk(tree):
        text.take(step)
        violations.take(step)
        if isinstance(step, Enter) and step.node.type in _REFERENCES:
            kind, attribute = _REFERENCES[step.node.type]
            references[kind] |= _reference(step.node, attribute)
    written = text.finished()
    found = {kind: tuple(ids) for kind, ids in references.items()}
    return Survey(text=written, words=count_words(written), violations=violations.finished(), **found)


def _reference(node: Node, attribute: str) -> dict[UUID, None]:
    value = node.attributes.get(attribute)
    return {UUID(value): None} if isinstance(value, str) and is_uuid(value) else {}
