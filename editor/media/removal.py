"""Takes away what nobody needs any more. Each sweep may be cut off anywhere and run again.

A file's row goes last, when its bytes are gone: while the store is away nothing is forgotten.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from editor.media import storage
from editor.media.actions import give_up, remove
from editor.media.models import FileUse, Kind, MediaFile, State
from editor.media.showing import Showing, any_behind

ABANDONED_AFTER = timedelta(days=1)
MISLAID_PICTURE_AFTER = timedelta(minutes=5)
_BATCH = 500

log = structlog.get_logger(__name__)


def give_up_abandoned_uploads(now: datetime | None = None) -> int:
    """Uploads that nobody confirmed for a day."""
    before = (now or timezone.now()) - ABANDONED_AFTER
    abandoned = MediaFile.objects.filter(state__in=[State.PROMISED, State.CHECKED], created_at__lt=before)
    return sum(give_up(file_id, State.PROMISED, State.CHECKED) for file_id in _ids(abandoned))


def give_up_unused_files(now: datetime | None = None) -> int:
    """Files that no document has shown for the grace time."""
    today = now or timezone.now()
    before = today - timedelta(days=settings.MEDIA["unused_days"])
    _note_unused(today)
    showing = Showing()
    waiting = MediaFile.objects.filter(state=State.READY, unused_since__lt=before)
    unused = waiting.exclude(Exists(_needed(before))).values_list("pk", flat=True)
    return sum(_give_up_unused(file_id, before, showing) for file_id in list(unused))


def remove_what_is_given_up() -> None:
    """Raises StorageUnavailable; what is left then goes the next time."""
    for file in MediaFile.objects.filter(state=State.GOING).order_by("pk")[:_BATCH]:
        remove(file)


def remove_orphans(now: datetime | None = None) -> int:
    """Objects that no row knows: of an upload that went on after it was confirmed, of a database from a backup.

    Such a file stays for the grace time, so that a newer backup may still bring its row.
    """
    today = now or timezone.now()
    uploads = _remove_objects("uploads/", today - ABANDONED_AFTER, Q(state__lt=State.READY))
    return uploads + _remove_objects("files/", today - timedelta(days=settings.MEDIA["unused_days"]), Q())


def pictures_to_resize() -> list[UUID]:
    """Those whose smaller pictures weren't made, because a job was lost or failed."""
    before = timezone.now() - MISLAID_PICTURE_AFTER
    waiting = MediaFile.objects.filter(state=State.READY, kind=Kind.IMAGE, resized_at=None, confirmed_at__lt=before)
    return _ids(waiting)


def _note_unused(today: datetime) -> None:
    """A file counts from the first sweep that finds no document showing it, also where its last document is gone."""
    shown = Exists(FileUse.objects.filter(unused_since=None, file=OuterRef("pk")))
    ready = MediaFile.objects.filter(state=State.READY)
    ready.filter(shown, unused_since__isnull=False).update(unused_since=None)
    ready.filter(~shown, unused_since=None).update(unused_since=today)


def _needed(before: datetime) -> QuerySet[FileUse]:
    return FileUse.objects.filter(Q(unused_since=None) | Q(unused_since__gte=before), file=OuterRef("pk"))


def _give_up_unused(file_id: UUID, before: datetime, showing: Showing) -> bool:
    """Looks into the documents; then at the uses, under locks that neither a projection nor an adoption gets past."""
    claims = FileUse.objects.filter(file_id=file_id).values_list("document_id", flat=True)
    if any(showing.shows(document_id, file_id) for document_id in claims):
        return False
    with transaction.atomic():
        MediaFile.objects.select_for_update().filter(pk=file_id).first()
        uses = list(FileUse.objects.select_for_update().filter(file_id=file_id))
        if any(use.unused_since is None or use.unused_since >= before for use in uses):
            return False
        if any_behind([use.document_id for use in uses]):
            return False
        return give_up(file_id, State.READY)


def _remove_objects(prefix: str, before: datetime, kept: Q) -> int:
    removed = 0
    for page in storage.listing(prefix):
        old = [entry.key for entry in page if entry.modified_at < before]
        by_id = {key: _id_of(key, prefix) for key in old}
        known = set(
            MediaFile.objects.filter(kept, pk__in=[pk for pk in by_id.values() if pk]).values_list("pk", flat=True)
        )
        orphans = [key for key, pk in by_id.items() if pk and pk not in known]
        _log_orphans(orphans)
        storage.delete(*orphans)
        removed += len(orphans)
    return removed


def _id_of(key: str, prefix: str) -> UUID | None:
    """None for a key that isn't made as ours are: it is somebody else's, and left alone."""
    try:
        return UUID(key.removeprefix(prefix).split("/")[0])
    except ValueError:
        return None


def _log_orphans(keys: Iterable[str]) -> None:
    for key in keys:
        log.info("orphan_removed", key=key)


def _ids(files: QuerySet[MediaFile]) -> list[UUID]:
    return list(files.order_by("pk").values_list("pk", flat=True)[:_BATCH])
