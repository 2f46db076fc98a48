"""What a file is called: a name that is safe in a header, in a list and on anybody's disk."""

import re
import unicodedata

MAX_LENGTH = 200  # as browsers count: in units of UTF-16
_JOINERS = {"\u200c", "\u200d"}  # parts of words and of emoji
_MAX_EXTENSION = 20


def clean_name(name: str) -> str:
    """The last part of a path, without control characters and without those that turn the direction of text."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(character for character in last if _is_shown(character))
    tidy = " ".join(shown.split()).strip(". ")
    return _shorten(tidy) or "file"


def _is_shown(character: str) -> bool:
    return character in _JOINERS or character.isspace() or unicodedata.category(character)[0] != "C"


def _shorten(name: str) -> str:
    if _units(name) <= MAX_LENGTH:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or _units(extension) > _MAX_EXTENSION:
        return _cut(name, MAX_LENGTH)
    return f"{_cut(stem, MAX_LENGTH - _units(extension) - 1)}.{extension}"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    """A character that takes two is kept whole or not at all."""
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")
