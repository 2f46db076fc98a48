"""Whether everybody has ended up with the same document, and whether that is what was typed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc

from benchmarks.sync.people import Person, document_of
from benchmarks.sync.writing import TOKEN, content


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lost` and `doubled` count edits that are wrong in at least one copy, `different` the copies that are wrong."""

    copies: int = 0
    lost: int = 0
    doubled: int = 0
    different: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.different)

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(
            self.copies + other.copies,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.different + other.different,
        )


def judge(seeded: bytes, people: Iterable[Person], others: Iterable[Person] = ()) -> Verdict:
    """Compares what each of the people in one document has (their own edits too) with all that they all typed.

    `others` are those who came afterwards: what the server gives to somebody new.
    """
    people = list(people)
    typed = [stroke for person in people for stroke in sorted(person.strokes, key=lambda stroke: stroke.at)]
    expected = content(document_of([seeded, *(stroke.update for stroke in typed)]))
    tokens = [stroke.token for stroke in typed]
    copies = [_whole_copy(seeded, person) for person in people]
    copies += [person.document_received() for person in others]
    return compare(expected, tokens, [content(copy) for copy in copies])


def compare(expected: bytes, tokens: Iterable[bytes], copies: Iterable[bytes]) -> Verdict:
    lost: set[bytes] = set()
    doubled: set[bytes] = set()
    number = different = 0
    tokens = list(tokens)
    for copy in copies:
        number += 1
        if copy == expected:
            continue
        different += 1
        found = Counter(TOKEN.findall(copy))
        lost.update(token for token in tokens if not found[token])
        doubled.update(token for token, times in found.items() if times > 1)
    return Verdict(number, len(lost), len(doubled), different)


def _whole_copy(seeded: bytes, person: Person) -> Doc[Any]:
    """A server sends nobody their own edits back."""
    doc = person.document_received()
    for update in (seeded, *(stroke.update for stroke in person.strokes)):
        doc.apply_update(update)
    return doc
