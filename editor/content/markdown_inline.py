"""What stands in a line as Markdown: text with marks, and what stands there like a letter."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from editor.content.markdown_text import (
    code_span,
    data_attribute,
    destination,
    escaped,
    finished,
)
from editor.content.prosemirror import to_json
from editor.content.schema import MARKS, NODES
from editor.content.tree import Child, Mark, Node, Run

_MARKERS = {"bold": "**", "italic": "_", "strike": "~~", "highlight": "=="}
_TAGS = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strike": "s",
    "code": "code",
    "subscript": "sub",
    "superscript": "sup",
    "highlight": "mark",
    "textColor": "span",
}
_INLINE_MATH = re.compile(r"(?! )(?:[^$\\\x00-\x1f]|\\[^\x00-\x1f])+(?<! )")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(frozen=True, slots=True)
class _Item:
    """A child and those of its marks that aren't written yet."""

    child: Child
    marks: tuple[Mark, ...]
    line_break: str


_Writing = Iterator["_Writing"]
"""Writes a part of a line, and gives what is to be written before it goes on."""


@dataclass(slots=True)
class _Span:
    """A mark that has two forms: which one is written depends on what stands beside its ends."""

    mark: str
    start: int
    end: int = 0


@dataclass(slots=True)
class _Line:
    pieces: list[str] = field(default_factory=list)
    spans: list[_Span] = field(default_factory=list)
    mathematics: dict[int, Node] = field(default_factory=dict)
    """By their place among the pieces: before a digit they have another form."""


def inline(children: Sequence[Child], *, is_one_line: bool = False) -> str:
    """`is_one_line`: where a hard break can't end a line, in headings and cells, it is a tag."""
    line = _Line()
    _write(line, [_item(children, place, is_one_line) for place in range(len(children))])
    for span in line.spans:
        _choose(line, span)
    for place, following in enumerate(line.pieces[1:]):
        if place in line.mathematics and following[0] in "0123456789":
            line.pieces[place] = inline_island(line.mathematics[place])
        elif line.pieces[place].endswith("!") and following[0] == "[":
            line.pieces[place] = f"{line.pieces[place][:-1]}\\!"
    return finished("".join(line.pieces))


def inline_island(node: Node) -> str:
    """What Markdown has no form for, unchanged."""
    return f"<span {data_attribute('node', to_json(replace(node, marks=()), with_defaults=False))}></span>"


def is_valid(child: Node | Mark) -> bool:
    """Whether type and attributes are the schema's."""
    known = NODES.get(child.type) if isinstance(child, Node) else MARKS.get(child.type)
    if known is None or not set(child.attributes) <= set(known.attributes):
        return False
    found = {name: child.attributes.get(name, spec.default) for name, spec in known.attributes.items()}
    return all(spec.allows(found[name]) for name, spec in known.attributes.items())


def _item(children: Sequence[Child], place: int, is_one_line: bool) -> _Item:
    beside = children[max(place - 1, 0) : place + 2]
    stands_alone = len(beside) < 3 or any(_is_break(beside[side]) for side in (0, 2))
    return _Item(children[place], children[place].marks, "<br>" if is_one_line or stands_alone else "\\\n")


def _is_break(child: Child) -> bool:
    return isinstance(child, Node) and child.type == "hardBreak"


def _write(line: _Line, items: Sequence[_Item]) -> None:
    """Without recursion: a run can have more marks than Python's stack has room for."""
    open_parts = [_writing(line, items, is_in_link=False)]
    while open_parts:
        inner = next(open_parts[-1], None)
        if inner is None:
            open_parts.pop()
        else:
            open_parts.append(inner)


def _writing(line: _Line, items: Sequence[_Item], *, is_in_link: bool) -> _Writing:
    start = 0
    while start < len(items):
        mark, end = _longest_mark(items, start)
        group = items[start:end]
        if mark is None:
            _write_child(line, items[start], is_in_link)
        elif mark.type == "code" and is_valid(mark):
            yield _write_code(line, group, is_in_link)
        else:
            inner = [replace(item, marks=tuple(one for one in item.marks if one != mark)) for item in group]
            yield _write_marked(line, mark, inner, is_in_link)
        start = end


def _longest_mark(items: Sequence[_Item], start: int) -> tuple[Mark | None, int]:
    """The mark of the first item that goes on for the most items, and where it ends. Code is the innermost one."""
    first = items[start].marks
    best: Mark | None = None
    best_end = start + 1
    for mark in first:
        if mark.type == "code" and len(first) > 1:
            continue
        end = start + 1
        while end < len(items) and mark in items[end].marks and (mark.type != "code" or items[end].marks == first):
            end += 1
        if best is None or end > best_end:
            best, best_end = mark, end
        if best_end == len(items):
            break
    return best, best_end


def _write_child(line: _Line, item: _Item, is_in_link: bool) -> None:
    child = item.child
    if isinstance(child, Run):
        line.pieces.append(escaped(child.text))
        return
    if child.type == "inlineMath" and is_valid(child) and _INLINE_MATH.fullmatch(child.attributes.get("latex", "")):
        line.mathematics[len(line.pieces)] = child
    line.pieces.append(_atom(child, item.line_break, is_in_link))


def _atom(node: Node, line_break: str, is_in_link: bool) -> str:
    form = _FORMS.get(node.type)
    if node.type == "hardBreak" and is_valid(node) and not node.children:
        return line_break
    if form is None or not is_valid(node) or node.children or (is_in_link and node.type != "inlineMath"):
        return inline_island(node)
    return form(node.attributes) or inline_island(node)


def _mathematics_form(found: Mapping[str, Any]) -> str | None:
    return f"${found['latex']}$" if _INLINE_MATH.fullmatch(found.get("latex", "")) else None


def _reference_form(found: Mapping[str, Any]) -> str | None:
    return f"[^{found['footnote']}]" if "footnote" in found else None


def _mention_form(found: Mapping[str, Any]) -> str:
    return f"[@{escaped(found.get('label', ''))}](mention:{found.get('user', '')})"


def _document_form(found: Mapping[str, Any]) -> str:
    return f"[{escaped(found.get('title', ''))}](document:{found.get('document', '')})"


_FORMS: Mapping[str, Callable[[Mapping[str, Any]], str | None]] = {
    "inlineMath": _mathematics_form,
    "footnoteReference": _reference_form,
    "mention": _mention_form,
    "documentLink": _document_form,
}


def _write_code(line: _Line, group: Sequence[_Item], is_in_link: bool) -> _Writing:
    text = "".join(item.child.text if isinstance(item.child, Run) else "\n" for item in group)
    try:
        line.pieces.append(code_span(text))
    except ValueError:
        line.pieces.append("<code>")
        yield _writing(line, [replace(item, marks=()) for item in group], is_in_link=is_in_link)
        line.pieces.append("</code>")


def _write_marked(line: _Line, mark: Mark, inner: Sequence[_Item], is_in_link: bool) -> _Writing:
    if not is_valid(mark):
        described = {"type": mark.type, "attrs": dict(mark.attributes)} if mark.attributes else {"type": mark.type}
        line.pieces.append(f"<span {data_attribute('mark', described)}>")
        yield _writing(line, inner, is_in_link=is_in_link)
        line.pieces.append("</span>")
    elif mark.type == "link":
        line.pieces.append("[")
        yield _writing(line, inner, is_in_link=True)
        line.pieces.append(f"]({destination(mark.attributes['href'])})")
    else:
        span = _Span(mark.type, len(line.pieces))
        line.pieces.append(_opening_tag(mark))
        yield _writing(line, inner, is_in_link=is_in_link)
        span.end = len(line.pieces)
        line.pieces.append(f"</{_TAGS[mark.type]}>")
        if mark.type in _MARKERS and not mark.attributes:
            line.spans.append(span)


def _opening_tag(mark: Mark) -> str:
    if mark.type == "textColor":
        return f'<span data-color="{mark.attributes.get("color", MARKS["textColor"].attributes["color"].default)}">'
    color = mark.attributes.get("color")
    return f'<mark data-color="{color}">' if color else f"<{_TAGS[mark.type]}>"


def _choose(line: _Line, span: _Span) -> None:
    """Takes the short form where CommonMark is sure to read it; until then tags stand there."""
    pieces = line.pieces
    before = pieces[span.start - 1][-1] if span.start else " "
    after = pieces[span.end + 1][0] if span.end + 1 < len(pieces) else " "
    first, last = pieces[span.start + 1][0], pieces[span.end - 1][-1]
    if all(_opens(span.mark, outer, inner) for outer, inner in ((before, first), (after, last))):
        pieces[span.start] = pieces[span.end] = _MARKERS[span.mark]


def _opens(mark: str, outer: str, inner: str) -> bool:
    """Whether a marker between these characters opens (or, seen from the other end, closes)."""
    if mark == "italic":
        return _kind(outer) in {"space", "punctuation"} and _kind(inner) in {"word", "punctuation"}
    return _kind(inner) == "word" or (_kind(inner) == "punctuation" and _kind(outer) in {"space", "punctuation"})


def _kind(character: str) -> str:
    """Characters that Markdown readers might judge differently are of no kind."""
    if character in " \n":
        return "space"
    if character in _PUNCTUATION:
        return "punctuation"
    return "word" if unicodedata.category(character)[0] in "LMN" else "other"
