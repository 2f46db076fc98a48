"""Looks at what was uploaded before anything is done with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from editor.media import storage
from editor.media.images import decoding, read_picture
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


@contextmanager
def checked_upload(file: MediaFile) -> Iterator[Checked]:
    """For the time of the block a picture's bytes are in memory: of two pictures in this process, others wait.

    Raises Refused, StorageUnavailable.
    """
    stored = storage.describe(file.upload_key)
    if stored is None:
        raise _not_uploaded()
    if stored.size != file.size:
        raise Refused("wrong-size", _("The upload isn't complete. Try again."), 422)
    with _opened(file, stored, f"bytes=0-{HEAD_BYTES - 1}") as body:
        content_type = sniff(b"".join(body.chunks())[:HEAD_BYTES], file.content_type)
    if content_type is None:
        raise Refused("wrong-type", _("This file isn't what its name says, so it wasn't kept."), 415)
    if is_raster(content_type):
        with decoding:
            yield _check_picture(file, stored, content_type)
    else:
        yield _check_file(file, stored, content_type)


def _check_picture(file: MediaFile, stored: storage.Stored, content_type: str) -> Checked:
    with _opened(file, stored) as body:
        data = b"".join(_at_most(body, stored.size))
    picture = read_picture(data)
    return Checked(
        Kind.IMAGE,
        content_type,
        len(picture.content),
        sha256(data).hexdigest(),
        stored.etag,
        picture.content,
        picture.width,
        picture.height,
        picture.is_animated,
    )


def _check_file(file: MediaFile, stored: storage.Stored, content_type: str) -> Checked:
    digest = sha256()
    with _opened(file, stored) as body:
        for chunk in _at_most(body, stored.size):
            digest.update(chunk)
    return Checked(Kind.FILE, content_type, stored.size, digest.hexdigest(), stored.etag)


def _opened(file: MediaFile, stored: storage.Stored, byte_range: str | None = None) -> storage.Body:
    """The same bytes each time, or Refused."""
    body = storage.open_object(file.upload_key, byte_range)
    if body is None:
        raise _not_uploaded()
    if body.etag != stored.etag:
        body.close()
        raise changed()
    return body


def _not_uploaded() -> Refused:
    return Refused("not-uploaded", _("The upload didn't arrive. Try again."), 409)


def changed() -> Refused:
    return Refused("changed", _("This file was changed while it was uploaded. Upload it again."), 409)


def _at_most(body: storage.Body, promised_size: int) -> Iterator[bytes]:
    """The bytes, but not more than were promised: who lies about that is refused. The same for fewer."""
    size = 0
    for chunk in body.chunks():
        size += len(chunk)
        if size > promised_size:
            break
        yield chunk
    if size != promised_size:
        raise Refused("wrong-size", _("The upload isn't complete. Try again."), 422)
