"""Looks at what was uploaded before anything is done with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from editor.media import storage
from editor.media.images import read_picture
from editor.media.models import Kind, MediaFile
from editor.media.problems import Refused
from editor.media.sniffing import HEAD_BYTES, is_raster, sniff


@dataclass(frozen=True, slots=True)
class Checked:
    """What the bytes said. `content` is what to keep of a picture; of other files the object with this ETag is kept."""

    kind: Kind
    content_type: str
    size: int
    sha256: str
    etag: str
    content: bytes | None = None
    width: int | None = None
    height: int | None = None
    is_animated: bool = False

    def facts(self) -> dict[str, Any]:
        """The columns of the file's row."""
        names = ("kind", "content_type", "size", "sha256", "width", "height", "is_animated")
        return {name: getattr(self, name) for name in names}


def check_upload(file: MediaFile) -> Checked:
    """Raises Refused, StorageUnavailable."""
    stored = storage.describe(file.upload_key)
    if stored is None:
        raise Refused("not-uploaded", "The upload didn't arrive. Try again.", 409)
    promised_size = file.size
    if stored.size != promised_size:
        raise Refused("wrong-size", "The upload isn't complete. Try again.", 422)
    body = storage.open_object(file.upload_key)
    if body is None:
        raise Refused("not-uploaded", "The upload didn't arrive. Try again.", 409)
    with body:
        return _check_body(file, body, promised_size)


def _check_body(file: MediaFile, body: storage.Body, promised_size: int) -> Checked:
    chunks = _at_most(body, promised_size)
    head = b""
    while len(head) < HEAD_BYTES and (chunk := next(chunks, b"")):
        head += chunk
    content_type = sniff(head[:HEAD_BYTES], file.content_type)
    if content_type is None:
        raise Refused("wrong-type", "This file isn't what its name says, so it wasn't kept.", 415)
    if is_raster(content_type):
        data = b"".join((head, *chunks))
        picture = read_picture(data)
        return Checked(
            Kind.IMAGE,
            content_type,
            len(picture.content),
            sha256(data).hexdigest(),
            body.etag,
            picture.content,
            picture.width,
            picture.height,
            picture.is_animated,
        )
    digest, size = sha256(head), len(head)
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return Checked(Kind.FILE, content_type, size, digest.hexdigest(), body.etag)


def _at_most(body: storage.Body, promised_size: int) -> Iterator[bytes]:
    """The bytes, but not more than were promised: who lies about that is refused. The same for fewer."""
    size = 0
    for chunk in body.chunks():
        size += len(chunk)
        if size > promised_size:
            break
        yield chunk
    if size != promised_size:
        raise Refused("wrong-size", "The upload isn't complete. Try again.", 422)
