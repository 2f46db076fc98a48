"""What a file is, by its first bytes, and whether that is what was promised.

Only a raster image that could be read is ever shown inside a page. All the rest is handed out to be saved, so the
question for it is only whether somebody is being fooled: a page that calls itself a picture, for example.
"""

import re

import puremagic

from editor.media.containers import image_type

HEAD_BYTES = 65_536
UNKNOWN = "application/octet-stream"

_TOKEN = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"  # noqa: S105 - a word of a content type
_CONTENT_TYPE = re.compile(rf"{_TOKEN}/{_TOKEN}")
# Without anything that could be tried in more than one way: the text is a stranger's.
_MARKUP_AT_FIRST = re.compile(r"\s*<[a-z!?]", re.IGNORECASE)
_MARKUP_ANYWHERE = re.compile(r"<!doctype|<html|<script|<svg|<iframe|xmlns=", re.IGNORECASE)
_CODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_RASTER_TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_ALIASES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/apng": "image/png",
}
# What bytes of a family may be called. "other" is every type that no family knows.
_AGREES = {
    "raster": {"raster"},
    "pdf": {"pdf"},
    "markup": {"markup", "text", "other"},
    "text": {"text", "markup", "other"},
    "binary": {"text", "other", "sound", "film", "picture"},
}


def clean_type(promised: str) -> str:
    """A content type without its parameters, in small letters; what isn't one is unknown."""
    bare = promised.partition(";")[0].strip().lower()
    bare = bare if len(bare) <= 127 and _CONTENT_TYPE.fullmatch(bare) else UNKNOWN
    return _ALIASES.get(bare, bare)


def sniff(head: bytes, promised: str) -> str | None:
    """The content type of a file that begins so; None where it isn't what was promised.

    A picture in another format than promised is still a picture: people rename them.
    """
    family = _family_of_bytes(head)
    if promised != UNKNOWN and _family_of_type(promised) not in _AGREES[family]:
        return None
    if family == "raster":
        return image_type(head)
    if family == "pdf":
        return "application/pdf"
    if promised == UNKNOWN:
        return {"markup": "text/html", "text": "text/plain"}.get(family, UNKNOWN)
    return None if family == "binary" and _is_another_medium(head, promised) else promised


def is_raster(content_type: str) -> bool:
    return content_type in _RASTER_TYPES


def _family_of_bytes(head: bytes) -> str:
    if image_type(head):
        return "raster"
    if head.startswith(b"%PDF-"):
        return "pdf"
    text = _text_of(head)
    if text is None:
        return "binary"
    return "markup" if _MARKUP_AT_FIRST.match(text) or _MARKUP_ANYWHERE.search(text) else "text"


def _family_of_type(content_type: str) -> str:
    major = content_type.partition("/")[0]
    if is_raster(content_type):
        return "raster"
    if content_type == "application/pdf":
        return "pdf"
    if content_type.endswith(("/html", "+xml", "/xml")):
        return "markup"
    return {"text": "text", "audio": "sound", "video": "film", "image": "picture"}.get(major, "other")


def _text_of(head: bytes) -> str | None:
    for mark, coding in _CODINGS:
        if head.startswith(mark):
            return head.decode(coding, errors="ignore")
    if b"\0" in head:
        return None
    try:
        return head.decode()
    except UnicodeDecodeError as problem:
        # The last character may be cut.
        return head[: problem.start].decode() if len(head) - problem.start < 4 else None


def _is_another_medium(head: bytes, promised: str) -> bool:
    """Sound that is called a film is common; a program that is called a film is not."""
    media = {"audio", "video", "image"}
    if promised.partition("/")[0] not in media:
        return False
    try:
        found = {match.mime_type.partition("/")[0] for match in puremagic.magic_string(head) if match.mime_type}
    except puremagic.PureError:
        return True
    return bool(found) and not found & media
