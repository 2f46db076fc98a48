"""What stands in a line, from markdown-it's tokens."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from editor.content.prosemirror import NotADocument, from_json
from editor.content.schema import is_allowed_link, is_uuid
from editor.content.tree import Child, Mark, Node, Run, joined, mark, node, ordered

_MARKS_OF_TOKENS = {"em": "italic", "strong": "bold", "s": "strike", "highlight": "highlight"}
_MARKS_OF_TAGS = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "del": "strike",
    "code": "code",
    "mark": "highlight",
    "sub": "subscript",
    "sup": "superscript",
}
_REFERENCE = re.compile(r"(mention|document):(.*)", re.DOTALL)


def read_line(md: MarkdownIt, source: str, environment: dict[str, Any]) -> tuple[Child, ...]:
    """The content of a textblock. Whatever is no Markdown, or not ours, is text. `environment` has the definitions."""
    tokens: list[Token] = []
    md.inline.parse(source, md, environment, tokens)
    return _Reading(tokens).children()


@dataclass(slots=True)
class _Reading:
    tokens: Sequence[Token]
    found: list[Child] = field(default_factory=list)
    open_marks: list[Mark | None] = field(default_factory=list)
    """None: something that marks nothing, because its address isn't allowed."""

    def children(self) -> tuple[Child, ...]:
        matched = _matched_tags(self.tokens)
        steps = iter(enumerate(self.tokens))
        for place, token in steps:
            if token.type == "tag":
                self._read_tag(token, is_matched=place in matched)
            elif token.type == "link_open" and (reference := _REFERENCE.fullmatch(str(token.attrs["href"]))):
                self._read_reference(reference, _until_link_ends(steps))
            else:
                self._read(token)
        return joined(self.found)

    def _read(self, token: Token) -> None:
        name, _, end = token.type.rpartition("_")
        if end == "open":
            self.open_marks.append(_mark_of(name, token))
        elif end == "close":
            self.open_marks.pop()
        elif token.type == "code_inline":
            self._add_text(token.content, mark("code", {}))
        elif token.type == "hardbreak":
            self._add_node("hardBreak", {})
        elif token.type == "softbreak":
            self._add_text(" ")
        elif token.type == "mathematics":
            self._add_node("inlineMath", {"latex": token.content})
        elif token.type == "footnote_reference":
            self._add_node("footnoteReference", {"footnote": token.content})
        elif token.type == "image":
            self._read_image(token)
        else:
            self._add_text(token.content)

    def _read_tag(self, token: Token, is_matched: bool) -> None:
        kind = token.meta["kind"]
        if kind == "break":
            self._add_node("hardBreak", {})
        elif kind == "node":
            self._read_island(token)
        elif not is_matched:
            self._add_text(token.content)
        elif kind == "closing":
            self.open_marks.pop()
        else:
            self.open_marks.append(_mark_of_tag(token))

    def _read_reference(self, reference: re.Match[str], label: str) -> None:
        kind, target = reference.groups()
        if target and not is_uuid(target):
            self._add_text(label)
        elif kind == "mention":
            self._add_node("mention", {"user": target or None, "label": label.removeprefix("@")})
        else:
            self._add_node("documentLink", {"document": target or None, "title": label})

    def _read_island(self, token: Token) -> None:
        island = read_island(token.meta["node"])
        if isinstance(island, Node):
            self._add_node(island.type, island.attributes, island.children)
        else:
            self._add_text(token.content)

    def _read_image(self, token: Token) -> None:
        """Pictures that aren't among the document's files are links to where they are."""
        address = str(token.attrs["src"])
        label = plain(token.children or []) or address
        if is_allowed_link(address):
            self._add_text(label, mark("link", {"href": address}))
        else:
            self._add_text(label)

    def _add_text(self, text: str, *more: Mark) -> None:
        self.found.append(Run(text, self._marks(*more)))

    def _add_node(self, type_: str, attributes: Mapping[str, Any], children: tuple[Child, ...] = ()) -> None:
        self.found.append(node(type_, attributes, children, self._marks()))

    def _marks(self, *more: Mark) -> tuple[Mark, ...]:
        """Each type once, the innermost one."""
        return ordered({one.type: one for one in [*self.open_marks, *more] if one}.values())


def plain(tokens: Sequence[Token]) -> str:
    return "".join(" " if token.type == "softbreak" else token.content for token in tokens)


def read_island(text: str) -> Child | None:
    """None: it is no JSON, no document, or has what the shared document can't hold."""
    try:
        value = json.loads(text, parse_int=_integer, parse_float=_finite, parse_constant=_finite)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair is a ValueError
        return from_json(value)
    except (ValueError, NotADocument, RecursionError):
        return None


def _integer(digits: str) -> int:
    number = int(digits)
    if not -(2**63) <= number < 2**63:
        raise ValueError(digits)
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _mark_of(name: str, token: Token) -> Mark | None:
    if name == "link":
        href = str(token.attrs["href"])
        return mark("link", {"href": href}) if is_allowed_link(href) else None
    return mark(_MARKS_OF_TOKENS[name], {})


def _mark_of_tag(token: Token) -> Mark | None:
    if "mark" in token.meta:
        island = read_island(token.meta["mark"])
        return mark(island.type, island.attributes) if isinstance(island, Node) else None
    name = _MARKS_OF_TAGS.get(token.meta["tag"], "textColor")
    return mark(name, {"color": token.meta["color"]} if "color" in token.meta else {})


def _matched_tags(tokens: Sequence[Token]) -> set[int]:
    """The places of the tags that have a partner, with nothing between them that overlaps."""
    matched: set[int] = set()
    open_places: list[int] = []
    for place, token in enumerate(tokens):
        if token.nesting == 1 or (token.type == "tag" and token.meta["kind"] == "opening"):
            open_places.append(place)
        elif token.nesting == -1:
            while tokens[open_places.pop()].nesting != 1:
                pass
        elif token.type == "tag" and token.meta["kind"] == "closing" and open_places:
            opening = tokens[open_places[-1]]
            if opening.type == "tag" and opening.meta["tag"] == token.meta["tag"]:
                matched |= {open_places.pop(), place}
    return matched


def _until_link_ends(steps: Iterator[tuple[int, Token]]) -> str:
    """The text of a link, whose end is taken with it. (Links don't stand in links.)"""
    label: list[Token] = []
    for _, token in steps:
        if token.type == "link_close":
            break
        label.append(token)
    return plain(label)
