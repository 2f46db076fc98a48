"""The words of a search shown in what was found: pieces of text, those that match among them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from editor.search.words import UNSPACED

LENGTH = 180
BEFORE = 50
_ONE_BY_ONE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_match: bool


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """The whole text in pieces."""
    return _cut(text, _matches(text, words))


def snippet(text: str, words: Sequence[str], *, goes_on_before: bool = False) -> list[Piece]:
    """Some of the text around the first place where a word is; its beginning, where none is."""
    line = " ".join(text.split())
    matches = _matches(line, words)
    start = _start_of_word(line, matches[0][0] - BEFORE) if matches else 0
    end = _end_of_word(line, start + LENGTH)
    inside = [(max(at, start) - start, min(to, end) - start) for at, to in matches if at < end and to > start]
    pieces = _cut(line[start:end], inside)
    if start > 0 or (goes_on_before and matches):
        pieces.insert(0, Piece("… ", False))
    if end < len(line):
        pieces.append(Piece(" …", False))
    return pieces


def _matches(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    if not words:
        return []
    folded, places = _folded(text)
    found = [match.span() for match in _pattern(words).finditer(folded)]
    if not found:
        parts = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        found = [match.span() for match in re.finditer(parts, folded)]
    return [(places[start], places[end - 1] + 1) for start, end in found if end > start]


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Whole words, and the beginnings of words for the last, which may be only begun; unspaced script anywhere."""
    last = len(words) - 1
    forms = [_form(word, whole=at != last) for at, word in sorted(enumerate(words), key=lambda word: -len(word[1]))]
    return re.compile("|".join(forms))


def _form(word: str, *, whole: bool) -> str:
    if re.search(f"[{UNSPACED}]", word):
        return re.escape(word)
    return rf"(?<![^\W_]){re.escape(word)}" + (r"(?![^\W_])" if whole else "")


def _folded(text: str) -> tuple[str, list[int]]:
    """Without accents and capitals, nearly as the database has it; and where each letter of that came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for folded in letter.lower() if letter.isascii() else _fold(letter):
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


def _fold(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)
    if not "\uac00" <= letter <= "\ud7af" and not re.match(f"[{UNSPACED}]", letter):
        plain = "".join(part for part in plain if not unicodedata.combining(part))
    else:
        plain = unicodedata.normalize("NFKC", letter)
    return "".join(_ONE_BY_ONE.get(part, part) for part in plain.lower())


def _cut(text: str, matches: list[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for start, end in matches:
        if start < done:
            continue
        pieces += [Piece(text[done:start], False), Piece(text[start:end], True)]
        done = end
    pieces.append(Piece(text[done:], False))
    return [piece for piece in pieces if piece.text]


def _start_of_word(text: str, at: int) -> int:
    if at <= 0:
        return 0
    space = text.find(" ", at, at + BEFORE // 2)
    return at if space < 0 else space + 1


def _end_of_word(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - BEFORE // 2, at)
    return at if space < 0 else space
