"""What somebody typed, as what is looked for. Pure: the folding is the database's (migration 0014)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from editor.search.limits import MAX_QUERY_LENGTH, MAX_TERMS

# Written without spaces between words. The database's functions of search have the same (migration 0014).
UNSPACED = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)(["“”„«»]|$)')
_RUNS = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")

SHORTEST_BEGINNING = 3
"""Of a word in a text; with fewer letters nearly every text has one that begins like it. Titles take any."""
SHORTEST_PART = 3
"""Letters that a trigram has."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A phrase, or what was typed between two spaces: its words stand one after the other in a phrase."""

    text: str
    is_phrase: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a document must have. The tsqueries are safe: every word in them is quoted."""

    title_query: str
    text_query: str
    runs: tuple[str, ...]
    """Pieces of unspaced script, of which the words tell only that its pairs are there."""
    phrases: tuple[str, ...]
    """Regular expressions made of nothing but words."""
    beginning: str
    """How a title begins that begins with all of it."""
    words: tuple[str, ...]
    parts: tuple[str, ...]
    """What may be a part of a word; empty where it would be too little to look for."""

    def __bool__(self) -> bool:
        return bool(self.words)


def segments(typed: str) -> list[Segment]:
    """Quoted phrases (the last may be open still), and the rest; without NUL, which Postgres doesn't take."""
    text = "".join(" " if "\ud800" <= letter <= "\udfff" else letter for letter in typed.replace("\0", ""))
    text = text[:MAX_QUERY_LENGTH].strip()
    found: list[Segment] = []
    end = 0
    for match in _QUOTED.finditer(text):
        found += [Segment(chunk, False) for chunk in text[end : match.start()].split()]
        found += [Segment(match[1], True)] if match[1].strip() else []
        end = match.end()
    found += [Segment(chunk, False) for chunk in text[end:].split()]
    return found[:MAX_TERMS]


def wanted(typed: Sequence[Segment], folded: Sequence[str]) -> Wanted:
    """`folded` are the segments' words as the database reads them, with spaces between them."""
    terms = [_Term(word) for text in folded for word in text.split()]
    terms = terms[:MAX_TERMS]
    phrases = [
        rf"\m{'[^[:alnum:]]+'.join(text.split())}"
        for segment, text in zip(typed, folded, strict=True)
        if segment.is_phrase and len(text.split()) > 1 and not _IS_UNSPACED.search(text)
    ]
    last = len(terms) - 1
    text_terms = [term.query(whole=at != last, shortest=SHORTEST_BEGINNING) for at, term in enumerate(terms)]
    return Wanted(
        title_query=" & ".join(term.query(whole=at != last, shortest=1) for at, term in enumerate(terms)),
        text_query=" & ".join(text_terms),
        runs=tuple(run for term in terms for run in term.runs() if len(run) > 2),
        phrases=tuple(phrases),
        beginning=" ".join(term.word for term in terms),
        words=tuple(piece for term in terms for piece in term.pieces()),
        parts=_parts(typed, folded),
    )


@dataclass(frozen=True, slots=True)
class _Term:
    word: str

    def pieces(self) -> list[str]:
        return _RUNS.findall(self.word)

    def runs(self) -> list[str]:
        return [piece for piece in self.pieces() if _IS_UNSPACED.match(piece)]

    def query(self, *, whole: bool, shortest: int) -> str:
        """As a tsquery. The last word may be only begun."""
        pieces = self.pieces()
        return " & ".join(
            _query_of(piece, whole=whole or at < len(pieces) - 1, shortest=shortest) for at, piece in enumerate(pieces)
        )


def _query_of(piece: str, *, whole: bool, shortest: int) -> str:
    if _IS_UNSPACED.match(piece):
        # A single one begins a pair, or stands last.
        return " & ".join(_quoted(a + b) for a, b in pairwise(piece)) or _quoted(piece) + ":*"
    return _quoted(piece) + ("" if whole or len(piece) < shortest else ":*")


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _parts(typed: Sequence[Segment], folded: Sequence[str]) -> tuple[str, ...]:
    """Only where all of it can be found with trigrams."""
    can_be = not any(segment.is_phrase for segment in typed) and all(
        len(text) >= SHORTEST_PART and not _IS_UNSPACED.search(text) for text in folded
    )
    return tuple(folded) if can_be else ()


def like(text: str) -> str:
    """For LIKE, taken literally."""
    return re.sub(r"([\\%_])", r"\\\1", text)
