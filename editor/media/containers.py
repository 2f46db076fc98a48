"""Reads the four image formats part by part, and writes them again with nothing but what makes the picture.

Gone are EXIF with its places and serial numbers, comments, thumbnails, and all that follows a picture's end, which is
where a file that is two things at once hides the other one. Nothing is decoded here, so nothing can grow.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


class Malformed(Exception):
    """The bytes aren't put together as this format demands."""


class TooManyScans(Malformed):
    """Each pass over a JPEG costs as much as a whole picture, however few bytes it has."""


@dataclass(frozen=True, slots=True)
class Container:
    """An image as its headers tell it, and its bytes without metadata. `frames` is 1 for a still picture."""

    format: str
    width: int
    height: int
    frames: int
    content: bytes


# More than any picture has; fewer than what would keep a processor busy.
MAX_PARTS = 100_000
# Cameras and programs make one to about ten.
MAX_SCANS = 100

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"),
    *(b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP", b"mDCV", b"cLLI"),
}
_WEBP_KEPT = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_EXIF_AND_XMP = 0x08 | 0x04
_JPEG_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_GIF_LOOPS = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}


def read_container(data: bytes) -> Container | None:
    """None: this doesn't begin as any of the formats. Raises Malformed."""
    content_type = image_type(data)
    if content_type is None:
        return None
    try:
        return _READERS[content_type](data)
    except IndexError as problem:
        raise Malformed("it ends too early") from problem


def image_type(head: bytes) -> str | None:
    """The content type that the first bytes announce."""
    if head.startswith(PNG_SIGNATURE):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "image/webp" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else None


def _part(data: bytes, start: int, size: int) -> bytes:
    if start + size > len(data):
        raise Malformed("it ends too early")
    return data[start : start + size]


def _too_many() -> Malformed:
    return Malformed("it has too many parts")


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _read_png(data: bytes) -> Container:
    kept, at, frames, width, height = [PNG_SIGNATURE], len(PNG_SIGNATURE), 0, 0, 0
    for _ in range(MAX_PARTS):
        name = _part(data, at + 4, 4)
        chunk = _part(data, at, 12 + _big(data[at : at + 4]))
        if (at == len(PNG_SIGNATURE)) != (name == b"IHDR"):
            raise Malformed("its header isn't first")
        if name == b"IHDR":
            width, height = _big(chunk[8:12]), _big(chunk[12:16])
        frames += name == b"fcTL"
        if name in _PNG_KEPT:
            kept.append(chunk)
        if name == b"IEND":
            return Container("PNG", width, height, max(frames, 1), b"".join(kept))
        at += len(chunk)
    raise _too_many()


def _read_jpeg(data: bytes) -> Container:
    kept, size, scans = [b"\xff\xd8"], (0, 0), 0
    for marker, segment in _jpeg_segments(data):
        scans += marker == 0xDA
        if scans > MAX_SCANS:
            raise TooManyScans
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            size = (_big(segment[7:9]), _big(segment[5:7]))
        if _is_kept_in_jpeg(marker, segment):
            kept.append(segment)
    return Container("JPEG", *size, 1, b"".join(kept))


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its segment; a scan's coded data belongs to it. Ends with the end marker."""
    at = 2
    for _ in range(MAX_PARTS):
        if data[at] != 0xFF:
            raise Malformed("a marker is missing")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        end = at + 2 + _big(_part(data, at + 2, 2))
        if marker == 0xDA:
            following = _JPEG_MARKER_IN_SCAN.search(data, end)
            if following is None:
                raise Malformed("it ends too early")
            end = following.start()
        if end < at + 4:
            raise Malformed("a segment has no length")
        yield marker, _part(data, at, end - at)
        at = end
    raise _too_many()


def _is_kept_in_jpeg(marker: int, segment: bytes) -> bool:
    if marker == 0xE0:
        # Without a thumbnail of its own.
        return segment[4:9] == b"JFIF\0" and len(segment) == 18
    if marker == 0xE2:
        return segment[4:16] == b"ICC_PROFILE\0"
    if marker == 0xEE:
        return segment[4:9] == b"Adobe"
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _read_gif(data: bytes) -> Container:
    width, height = _little(_part(data, 6, 2)), _little(_part(data, 8, 2))
    at = 13 + _gif_colors(data[10])
    kept, frames, parts = [_part(data, 0, at)], 0, 0
    while at < len(data) and data[at] != 0x3B:
        parts += 1
        if parts > MAX_PARTS:
            raise _too_many()
        if data[at] == 0x2C:
            end = _gif_blocks_end(data, at + 11 + _gif_colors(data[at + 9]))
            frames += 1
        elif data[at] == 0x21:
            end = _gif_blocks_end(data, at + 2)
        else:
            raise Malformed("an unknown block")
        if _is_kept_in_gif(data, at):
            kept.append(data[at:end])
        at = end
    return Container("GIF", width, height, frames, b"".join((*kept, b";")))


def _gif_colors(flags: int) -> int:
    """The bytes of the colour table that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks_end(data: bytes, at: int) -> int:
    while length := data[at]:
        at += length + 1
    return at + 1


def _is_kept_in_gif(data: bytes, at: int) -> bool:
    label = data[at + 1]
    return data[at] == 0x2C or label == 0xF9 or (label == 0xFF and data[at + 3 : at + 14] in _GIF_LOOPS)


def _read_webp(data: bytes) -> Container:
    whole = _part(data, 0, 8 + _little(data[4:8]))
    kept, size, frames, parts, at = [], (0, 0), 0, 0, 12
    while at < len(whole):
        parts += 1
        if parts > MAX_PARTS:
            raise _too_many()
        name, length = _part(whole, at, 4), _little(_part(whole, at + 4, 4))
        chunk = _part(whole, at, 8 + length)
        if size == (0, 0):
            size = _webp_size(name, chunk)
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_EXIF_AND_XMP]) + chunk[9:]
        frames += name == b"ANMF"
        if name in _WEBP_KEPT:
            kept.append(chunk + b"\0" * (length % 2))
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return Container("WEBP", *size, max(frames, 1), b"RIFF" + len(body).to_bytes(4, "little") + body)


def _webp_size(name: bytes, chunk: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        return _little(_part(chunk, 12, 3)) + 1, _little(_part(chunk, 15, 3)) + 1
    if name == b"VP8L":
        bits = _little(_part(chunk, 9, 4))
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 ":
        return _little(_part(chunk, 14, 2)) & 0x3FFF, _little(_part(chunk, 16, 2)) & 0x3FFF
    raise Malformed("its header isn't first")


_READERS: dict[str, Callable[[bytes], Container]] = {
    "image/png": _read_png,
    "image/jpeg": _read_jpeg,
    "image/gif": _read_gif,
    "image/webp": _read_webp,
}
