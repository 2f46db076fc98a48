"""The smaller pictures of a picture. Made again they are the same, under the same keys."""

from uuid import UUID

from django.db import connection
from django.utils import timezone

from editor.media import storage
from editor.media.images import THUMB_PIXELS, WEB_PIXELS, decoding, smaller
from editor.media.models import Kind, MediaFile, State

_INLINE = "inline"


def resize(file_id: UUID) -> None:
    """Does nothing for what is gone, is no picture, or has them. Raises StorageUnavailable."""
    file = MediaFile.objects.filter(pk=file_id, state=State.READY, kind=Kind.IMAGE, resized_at=None).first()
    if file is None:
        return
    if not connection.in_atomic_block:
        connection.close()
    with decoding:
        body = storage.open_object(file.original_key)
        if body is None:
            return
        with body:
            content = b"".join(body.chunks())
        web_size = None if file.is_animated else _put(file.web_key, content, WEB_PIXELS)
        thumb_size = _put(file.thumb_key, content, THUMB_PIXELS)
    kept = MediaFile.objects.filter(pk=file_id, state=State.READY)
    if not kept.update(web_size=web_size, thumb_size=thumb_size, resized_at=timezone.now()):
        storage.delete(file.web_key, file.thumb_key)


def _put(key: str, content: bytes, longest: int) -> int | None:
    """Its size; None where the original serves as well."""
    made = smaller(content, longest)
    if made is None or len(made) >= len(content):
        return None
    storage.write(key, made, "image/webp", _INLINE)
    return len(made)
