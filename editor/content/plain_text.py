"""A document as plain text: its title, its lines, and how many words they have."""

import re
from collections.abc import Iterator
from typing import Any

from pycrdt import Doc, Text, XmlFragment

from editor.content.walk import Run, strings, walk

TITLE = "title"
BODY = "default"
INLINE = frozenset({"emoji", "image", "inlineMath", "mention"})
"""Elements that stand inside a line. Any other one, an unknown one too, begins and ends lines."""

# Han, kana and the like are written without spaces: each character counts as a word, as word processors do it.
_CJK = r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W_{_CJK}]"
_WORD = re.compile(rf"[{_CJK}]|{_LETTER}(?:{_LETTER}|[\u0300-\u036f]|['\u2019.\-_](?={_LETTER}))*")


def title_of(doc: Doc[Any]) -> str:
    """The title on one line, without surrounding space."""
    title = doc.get(TITLE, type=Text)
    return " ".join("".join(_clean(string) for string in strings(title)).split())


def text_of(doc: Doc[Any]) -> str:
    """The body, one line for each block that has text. Marks, attributes and embedded objects are left out."""
    return "\n".join(_lines(doc.get(BODY, type=XmlFragment)))


def count_words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def _lines(body: XmlFragment) -> Iterator[str]:
    line: list[str] = []
    for step in walk(body):
        if isinstance(step, Run):
            line.append(_clean(step.text))
        elif step.tag not in INLINE and line:
            yield from _finished(line)
            line = []
    yield from _finished(line)


def _finished(line: list[str]) -> Iterator[str]:
    text = "".join(line).strip()
    if text:
        yield text


def _clean(string: str) -> str:
    """Postgres keeps no NUL in a text."""
    return string.replace("\x00", "")
