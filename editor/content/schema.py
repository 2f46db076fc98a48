"""Which nodes, marks and attributes a document may have: `schema.json`, which server and browser share.

The browser's editor is compared with it by frontend/src/editor/schema/schema.test.ts; what an attribute may hold is
said in the same words there, in frontend/src/editor/schema/attributes.ts.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DESCRIPTION: dict[str, Any] = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))

SCHEMA_VERSION: int = DESCRIPTION["version"]
"""Raised whenever an older browser bundle would delete something that it doesn't know."""

OLDEST_WRITABLE_SCHEMA: int = DESCRIPTION["oldestWritable"]
"""The oldest bundle that may still write; an older one only reads and is told to reload."""

COLORS: tuple[str, ...] = tuple(DESCRIPTION["colors"])
EMBED_HOSTS: Mapping[str, tuple[str, ...]] = {name: tuple(hosts) for name, hosts in DESCRIPTION["embedHosts"].items()}

_HOSTS = frozenset(host for hosts in EMBED_HOSTS.values() for host in hosts)
_LINK = re.compile(r"(?:https?://|mailto:).", re.IGNORECASE | re.ASCII)
_SPACE_OR_CONTROL = re.compile(r"[\s\ufeff\x00-\x1f\x7f-\x9f]")
_EMBED = re.compile(r"https://([a-z0-9.-]+)(?::443)?(?:[/?#][^\\]*)?", re.IGNORECASE | re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BLOCK_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

MISSING = object()
"""The default of an attribute that must be there."""


def is_allowed_link(href: str) -> bool:
    """Only what leads to a page or a mailbox: never a script, a file or data."""
    return _LINK.match(href) is not None and _SPACE_OR_CONTROL.search(href) is None


def is_embed_address(address: str) -> bool:
    """Whether the address belongs to one of the hosts whose videos may be shown inside a document."""
    match = _EMBED.fullmatch(address)
    return match is not None and match[1].lower() in _HOSTS and _SPACE_OR_CONTROL.search(address) is None


def is_block_id(value: str) -> bool:
    return _BLOCK_ID.fullmatch(value) is not None


def is_uuid(value: str) -> bool:
    return _UUID.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Attribute:
    """What one attribute may hold."""

    type: str
    default: Any = MISSING
    values: tuple[str, ...] = ()
    minimum: float = float("-inf")
    maximum: float = float("inf")
    max_length: float = float("inf")
    pattern: str | None = None

    def allows(self, value: object) -> bool:
        if value is None:
            return self.default is None
        if self.type == "boolean":
            return isinstance(value, bool)
        if self.type == "integer":
            return self._is_integer(value)
        if self.type == "integers":
            return (
                isinstance(value, list)
                and len(value) <= self.max_length
                and all(self._is_integer(one) for one in value)
            )
        return isinstance(value, str) and length_of(value) <= self.max_length and _TEXTS[self.type](self, value)

    def is_default(self, value: object) -> bool:
        return type(value) is type(self.default) and value == self.default

    def _is_integer(self, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and self.minimum <= value <= self.maximum


_TEXTS: Mapping[str, Callable[[Attribute, str], bool]] = {
    "blockId": lambda _attribute, value: is_block_id(value),
    "uuid": lambda _attribute, value: is_uuid(value),
    "link": lambda _attribute, value: is_allowed_link(value),
    "embed": lambda _attribute, value: is_embed_address(value),
    "color": lambda _attribute, value: value in COLORS,
    "choice": lambda attribute, value: value in attribute.values,
    "string": lambda attribute, value: attribute.pattern is None or re.fullmatch(attribute.pattern, value) is not None,
}


def length_of(text: str) -> int:
    """As browsers count: in UTF-16 code units."""
    return len(text) + sum(1 for character in text if character > "\uffff")


@dataclass(frozen=True, slots=True)
class NodeType:
    name: str
    attributes: Mapping[str, Attribute]
    group: str | None = None
    content: str | None = None
    """Which children it takes, in ProseMirror's notation. None: it takes none."""
    marks: str | None = None
    """Which marks its text may have: None for all, "" for none."""

    @property
    def is_textblock(self) -> bool:
        return self.content in {"inline*", "text*"}

    def takes(self, children: Iterable[str]) -> bool:
        """Whether children of these types, in this order, are what the content expression asks for."""
        sequence = "".join(f"{name if name in NODES else '?'} " for name in children)
        return _expression(self.content).fullmatch(sequence) is not None


@dataclass(frozen=True, slots=True)
class MarkType:
    name: str
    attributes: Mapping[str, Attribute]


@cache
def _expression(content: str | None) -> re.Pattern[str]:
    """The content expression as a regular expression over the children's names, each with a space behind it."""

    def written(part: str) -> str:
        if not part.isalpha():
            return part.replace("(", "(?:")
        group = [name for name, node in NODES.items() if node.group == part]
        return f"(?:(?:{'|'.join(group or [part])}) )"

    return re.compile("".join(written(part) for part in re.findall(r"[A-Za-z]+|[()|*+]", content or "")))


def _attributes(described: Mapping[str, Any]) -> dict[str, Attribute]:
    return {
        name: Attribute(
            type=spec["type"],
            default=spec.get("default", MISSING),
            values=tuple(spec.get("values", ())),
            minimum=spec.get("minimum", float("-inf")),
            maximum=spec.get("maximum", float("inf")),
            max_length=spec.get("maxLength", float("inf")),
            pattern=spec.get("pattern"),
        )
        for name, spec in described.items()
    }


NODES: Mapping[str, NodeType] = {
    name: NodeType(name, _attributes(node["attributes"]), node.get("group"), node.get("content"), node.get("marks"))
    for name, node in DESCRIPTION["nodes"].items()
}
MARKS: Mapping[str, MarkType] = {
    name: MarkType(name, _attributes(mark["attributes"])) for name, mark in DESCRIPTION["marks"].items()
}
