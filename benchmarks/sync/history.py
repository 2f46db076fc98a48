"""Documents that were written long ago: the same in every run."""

from collections.abc import Iterator
from random import Random
from typing import Any

from pycrdt import Doc

from benchmarks.book import write_book
from benchmarks.sync.systems.system import History
from benchmarks.sync.writing import empty_document, seed
from editor.collab.updates import read_state_vector

_PARAGRAPHS = 200
_LETTERS = "etaoin shrdlu"


def typed(edits: int) -> History:
    """So many keystrokes of one person: letters in runs, here and there, and one in ten taken back."""
    doc = empty_document()
    doc.apply_update(seed(_PARAGRAPHS))
    updates = [doc.get_update()]
    updates += keystrokes(doc, edits - 1)
    return History(updates, doc.get_update(), clients_in(doc))


def keystrokes(doc: Doc[Any], count: int, seed_number: int = 11) -> list[bytes]:
    """Types in the document, and returns each keystroke's update."""
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    runs = _runs(doc, Random(seed_number))
    while len(updates) < count:
        next(runs)
    doc.unobserve(subscription)
    return updates[:count]


def _runs(doc: Doc[Any], rng: Random) -> Iterator[None]:
    texts = [paragraph.children[0] for paragraph in doc["default"].children]
    while True:
        text = rng.choice(texts)
        at = rng.randint(0, len(text))
        for _ in range(rng.randint(5, 60)):
            if at and rng.random() < 0.1:
                at -= 1
                del text[at]
            else:
                text.insert(at, rng.choice(_LETTERS))
                at += 1
            yield


def book(pages: int) -> History:
    """A text that came in at once, as by an import."""
    doc = empty_document()
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    with doc.transaction():
        write_book(doc, pages)
    doc.unobserve(subscription)
    return History(updates, doc.get_update(), clients_in(doc))


def clients_in(doc: Doc[Any]) -> list[int]:
    return sorted(read_state_vector(doc.get_state(), 1_000))
