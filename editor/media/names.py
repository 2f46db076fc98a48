"""What a file is called: a name that is safe in a header, in a list and on anybody's disk."""

import re
import unicodedata

MAX_LENGTH = 200
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
    if len(name) <= MAX_LENGTH:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _MAX_EXTENSION:
        return name[:MAX_LENGTH]
    return f"{stem[: MAX_LENGTH - len(extension) - 1]}.{extension}"
