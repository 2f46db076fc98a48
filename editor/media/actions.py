"""What is done to files: promised, confirmed, given up, adopted, seen in the content.

Nobody's bytes are believed: they wait under a temporary key, are checked, and only what was checked gets the final
key. Each step can be done again after a crash or a second click, with the same end.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from prometheus_client import Counter

from editor.accounts.rate_limit import may_go_on
from editor.documents.access import Access, DocumentNotFound
from editor.documents.actions import hold_rights
from editor.documents.models import Role
from editor.media import storage
from editor.media.access import may_view_somewhere, own_upload
from editor.media.checking import Checked, changed, checked_upload
from editor.media.delivery import disposition_of, served_type
from editor.media.models import FileUse, Kind, MediaFile, State
from editor.media.names import clean_name
from editor.media.problems import Refused, StorageUnavailable, size_text
from editor.media.quotas import lock_document_quota, lock_user_quota, require_room_for_user, require_room_in_document
from editor.media.sniffing import clean_type

_CHECK_SECONDS = 120
UPLOADS = Counter("scriptorium_uploads", "Files that were uploaded, checked and kept.")

log = structlog.get_logger(__name__)


def promise_upload(access: Access, name: str, size: int, content_type: str) -> MediaFile:
    """Takes the room that the file needs. Raises Refused."""
    most = settings.MEDIA["max_file_bytes"]
    if size == 0:
        raise Refused("empty", _("This file is empty."), 422)
    if size > most:
        said = _("This file has {size}. {most} are allowed.").format(size=size_text(size), most=size_text(most))
        raise Refused("too-large", said, 413)
    if not may_go_on("upload", access.reader_id, settings.MEDIA["uploads_per_minute"], 60):
        raise Refused("too-many", _("These are many files at once. Wait a minute and try again."), 429)
    with transaction.atomic():
        lock_document_quota(access.document.pk)
        lock_user_quota(access.reader_id)
        require_room_in_document(access.document.pk, size)
        require_room_for_user(access.reader_id, size)
        hold_rights(access, Role.EDITOR, writing=True)
        promised = MediaFile.objects.create(
            uploader_id=access.reader_id, name=clean_name(name), size=size, content_type=clean_type(content_type)
        )
        FileUse.objects.create(file=promised, document=access.document)
    return promised


def take_upload(access: Access, file_id: UUID, content: storage.Readable, size: int) -> None:
    """Puts an upload into the store for a browser that can't. Raises Refused, StorageUnavailable."""
    file = own_upload(access, file_id)
    if settings.MEDIA["upload"] != "stream" or file.state != State.PROMISED:
        raise DocumentNotFound
    if size != file.size:
        raise Refused("wrong-size", _("The upload isn't complete. Try again."), 422)
    _free_connection()
    storage.write_stream(file.upload_key, content)


def confirm_upload(access: Access, file_id: UUID) -> MediaFile:
    """Checks what was uploaded and keeps it. Doing it twice changes nothing. Raises Refused, StorageUnavailable."""
    if (file := own_upload(access, file_id)).state == State.READY:
        return file
    if not may_go_on("confirm", access.reader_id, settings.MEDIA["uploads_per_minute"], 60):
        raise Refused("too-many", _("These are many files at once. Wait a minute and try again."), 429)
    with _only_check(file_id):
        if (file := own_upload(access, file_id)).state == State.READY:
            return file
        try:
            _check_and_keep(access, file)
        except (Refused, StorageUnavailable):
            # A check that took too long to be the only one may have come to its end before this one.
            if ready := MediaFile.objects.filter(pk=file_id, state=State.READY).first():
                return ready
            raise
    file.refresh_from_db()
    return file


def cancel_upload(access: Access, file_id: UUID) -> None:
    """Gives an upload up before it is confirmed. Raises Refused once it was."""
    file = own_upload(access, file_id)
    if not give_up(file.pk, State.PROMISED):
        raise Refused("already-confirmed", _("This file is uploaded already."), 409)
    _remove_or_leave(file)


def adopt(access: Access, file_id: UUID) -> MediaFile:
    """Lets this document use a file that one may view elsewhere. Doing it twice changes nothing. Raises Refused."""
    with transaction.atomic():
        lock_document_quota(access.document.pk)
        file = MediaFile.objects.select_for_update(no_key=True).filter(pk=file_id, state=State.READY).first()
        if file is None or not may_view_somewhere(access.reader_id, file_id):
            raise DocumentNotFound
        if not FileUse.objects.filter(file=file, document=access.document).exists():
            require_room_in_document(access.document.pk, file.size)
            hold_rights(access, Role.EDITOR, writing=True)
            FileUse.objects.create(file=file, document=access.document)
    return file


def record_uses(document_id: UUID, file_ids: Collection[UUID]) -> None:
    """Notes which of its files a document's content shows now. Ids of other files mean nothing."""
    uses = FileUse.objects.filter(document_id=document_id)
    uses.filter(file_id__in=file_ids, unused_since__isnull=False).update(unused_since=None)
    uses.exclude(file_id__in=file_ids).filter(unused_since__isnull=True).update(unused_since=timezone.now())


@transaction.atomic
def give_up(file_id: UUID, *states: State) -> bool:
    """Takes a file in one of these states from everybody; its bytes are to be removed. False: it isn't in them."""
    mine = MediaFile.objects.select_for_update().filter(pk=file_id, state__in=states)
    if mine.first() is None:
        return False
    FileUse.objects.filter(file_id=file_id).delete()
    mine.update(state=State.GOING)
    return True


def remove(file: MediaFile) -> None:
    """The bytes, then the row of a file that is GOING. Raises StorageUnavailable, and keeps the row."""
    storage.delete(file.upload_key, file.original_key, file.web_key, file.thumb_key)
    MediaFile.objects.filter(pk=file.pk, state=State.GOING).delete()


@contextmanager
def _only_check(file_id: UUID) -> Iterator[None]:
    """Raises Refused while another request checks this file. What a process left behind by a crash has an end."""
    place = f"media:check:{file_id}"
    if not cache.add(place, 1, timeout=_CHECK_SECONDS):
        raise Refused("being-checked", _("This file is being checked already. Try again in a moment."), 409)
    try:
        yield
    finally:
        cache.delete(place)


def _check_and_keep(access: Access, file: MediaFile) -> None:
    _free_connection()
    try:
        with checked_upload(file) as checked:
            if not _claim(file.pk, checked):
                raise changed()
            _free_connection()
            file.refresh_from_db()
            _store(file, checked)
    except Refused as refused:
        if refused.code != "not-uploaded" and give_up(file.pk, State.PROMISED):
            _remove_or_leave(file)
        raise
    _finish(access, file.pk)
    _delete_or_leave(file.upload_key)


def _claim(file_id: UUID, checked: Checked) -> bool:
    """Decides which bytes this file has: of two uploads that are checked at the same time, one. False: not these."""
    with transaction.atomic():
        file = MediaFile.objects.select_for_update().filter(pk=file_id).first()
        if file is None or file.state not in {State.PROMISED, State.CHECKED}:
            return False
        if file.state == State.CHECKED:
            return file.sha256 == checked.sha256
        for name, value in checked.facts().items():
            setattr(file, name, value)
        file.state = State.CHECKED
        file.save()
    return True


def _store(file: MediaFile, checked: Checked) -> None:
    """Puts what was checked under the final key; if it lies there already, once more."""
    content_type, disposition = served_type(file), disposition_of(file, download=False)
    if checked.content is None:
        storage.copy(file.upload_key, file.original_key, checked.etag, content_type, disposition)
    else:
        storage.write(file.original_key, checked.content, content_type, disposition)


def _finish(access: Access, file_id: UUID) -> None:
    with transaction.atomic():
        hold_rights(access, Role.EDITOR, writing=True)
        checked = MediaFile.objects.filter(pk=file_id, state=State.CHECKED)
        if checked.update(state=State.READY, confirmed_at=timezone.now()):
            transaction.on_commit(UPLOADS.inc)
            if MediaFile.objects.filter(pk=file_id, kind=Kind.IMAGE).exists():
                app.configure_task("editor.media.tasks.resize_picture").defer(file_id=str(file_id))
        elif not MediaFile.objects.filter(pk=file_id, state=State.READY).exists():
            raise DocumentNotFound


def _delete_or_leave(key: str) -> None:
    """To the sweep, while the store is away."""
    try:
        storage.delete(key)
    except StorageUnavailable:
        log.warning("upload_stays", key=key)


def _remove_or_leave(file: MediaFile) -> None:
    try:
        remove(file)
    except StorageUnavailable:
        log.warning("file_stays", file=str(file.pk))


def _free_connection() -> None:
    """Gives the database's connection back to the pool while the store and the processor are at work."""
    if not connection.in_atomic_block:
        connection.close()
