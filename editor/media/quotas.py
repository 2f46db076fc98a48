"""How much a document and a person may have. What is only promised counts, until it is given up."""

from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from editor.media.models import MediaFile, State
from editor.media.problems import Refused, size_text


def lock_document_quota(document_id: UUID) -> None:
    """Until the transaction ends nobody else takes room in this document. Take it before a person's and before rows."""
    _lock(f"media:document:{document_id}")


def lock_user_quota(user_id: UUID) -> None:
    _lock(f"media:user:{user_id}")


def require_room_in_document(document_id: UUID, size: int) -> None:
    """Raises Refused. Under the lock."""
    used = document_bytes(document_id)
    most = settings.MEDIA["document_quota_bytes"]
    if used + size > most:
        said = _("This document has {used} of {most}. There is no room for another {size}.")
        raise Refused("document-full", _filled(said, used, most, size), 413)


def require_room_for_user(user_id: UUID, size: int) -> None:
    """Raises Refused. Under the lock."""
    used = user_bytes(user_id)
    most = settings.MEDIA["user_quota_bytes"]
    if used + size > most:
        said = _("You have uploaded {used} of {most}. There is no room for another {size}.")
        raise Refused("user-full", _filled(said, used, most, size), 413)


def document_bytes(document_id: UUID) -> int:
    return _sum(MediaFile.objects.filter(uses__document_id=document_id))


def user_bytes(user_id: UUID) -> int:
    return _sum(MediaFile.objects.filter(uploader_id=user_id))


def _sum(files: QuerySet[MediaFile]) -> int:
    total: int | None = files.exclude(state=State.GOING).aggregate(total=Sum("size"))["total"]
    return total or 0


def _filled(text: str, used: int, most: int, size: int) -> str:
    return text.format(used=size_text(used), most=size_text(most), size=size_text(size))


def _lock(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
