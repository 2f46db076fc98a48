"""What people type: genuine Yjs updates, made before the measured time, each with a token that is nobody else's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from benchmarks.sync.cursors import Caret, Cursor, Id, user_of
from editor.collab.updates import read_state_vector

TOKEN = re.compile(rb"~([0-9a-z]{5})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Keystroke:
    """One update, due `at` seconds after the start, and the cursor that is announced behind it."""

    at: float
    token: bytes
    update: bytes
    cursor: Cursor | None = None


def token_of(number: int) -> str:
    digits = ""
    for _ in range(5):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def empty_document() -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc["title"], doc["default"] = Text(), XmlFragment()
    return doc


def seed(paragraphs: int, characters: int = 40) -> bytes:
    """A document with a title and so many paragraphs, as one update."""
    doc = empty_document()
    with doc.transaction():
        doc["title"] += "A document that is measured"
        for number in range(paragraphs):
            paragraph = XmlElement("paragraph")
            doc["default"].children.append(paragraph)
            paragraph.attributes["id"] = f"p{number}"
            paragraph.children.append(XmlText(("It was there before. " * (characters // 20 + 1))[:characters]))
    return doc.get_update()


def type_tokens(
    seeded: bytes, paragraph: int, times: Sequence[float], first_token: int, *, cursors: bool = False
) -> list[Keystroke]:
    """What one person types at the end of a paragraph of their own, one token at each of the times."""
    doc = empty_document()
    doc.apply_update(seeded)
    text = doc["default"].children[paragraph].children[0]
    caret = Caret(user_of(paragraph), id_of_text(doc, paragraph)) if cursors else None
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    strokes = []
    for number, at in enumerate(times, first_token):
        token = token_of(number)
        text += f"~{token}"
        strokes.append(Keystroke(at, token.encode(), updates.pop(), caret.announce(doc) if caret else None))
    doc.unobserve(subscription)
    return strokes


def id_of_text(doc: Doc[Any], paragraph: int) -> Id:
    """Of a paragraph's text in what `seed` wrote: an element, its id, a text and its letters, one behind the other."""
    [(client, end)] = read_state_vector(doc.get_state(), 1).items()
    rest = [3 + len(element.children[0]) for element in list(doc["default"].children)[paragraph:]]
    return client, end - sum(rest) + 2


def even_times(rate: float, seconds: float, rng: Random) -> list[float]:
    """Evenly spread, from a moment of its own within the first interval."""
    phase = rng.random() / rate
    return [phase + index / rate for index in range(int(seconds * rate))]


def content(doc: Doc[Any]) -> bytes:
    """All that stands in a document, in one order everywhere."""
    return f"{doc['title']}\n{doc['default']}".encode()
