"""Deleting documents for good, in two steps that may each be cut off anywhere and done again.

The first is short: whatever gives anybody a right in the documents goes, in one transaction with the note that they are
deleted. From then on nobody reaches them, and nothing brings them back. The second takes the log and the rows away, a
document at a time, without holding up anybody.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import CASCADE, F, ManyToOneRel, Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import Access, visible_documents
from editor.documents.actions import change_access, hold_rights
from editor.documents.models import Document, Role
from editor.documents.trashing import lift_to_top
from editor.log.models import ClientOwner, LogEntry, LogHead, Snapshot

BATCH = 100
_LOG = (LogEntry, ClientOwner, Snapshot, LogHead)


def deleted_on(document: Document) -> datetime | None:
    """When a document in the trash goes by itself."""
    return document.trashed_at and document.trashed_at + timedelta(days=settings.TRASH_DAYS)


def roots() -> Q:
    """Documents that were moved to the trash by themselves."""
    return Q(trashed_with__isnull=True) | Q(trashed_with=F("pk"))


def together(root_ids: Collection[UUID]) -> QuerySet[Document]:
    """What went to the trash with these, themselves included."""
    gone = Q(pk__in=root_ids) | Q(trashed_with__in=root_ids)
    return Document.objects.filter(gone, trashed_at__isnull=False, removed_at__isnull=True)


def trash_of(user: User) -> QuerySet[Document]:
    """What the person may restore, or delete for good."""
    return visible_documents(user, Role.OWNER, trashed=True).filter(roots())


@transaction.atomic
def remove(access: Access, user: User) -> None:
    """Deletes a document in the trash, and what went there with it. Raises DocumentNotFound for who isn't an owner."""
    tree.hold_tree()
    hold_rights(access, Role.OWNER)
    remove_documents([access.document.pk], user)


def empty_trash(user: User, until: datetime) -> int:
    """Deletes all that the person may delete, if it was in the trash at that moment; in batches."""
    removed = 0
    while True:
        with transaction.atomic():
            tree.hold_tree()
            batch = list(trash_of(user).filter(trashed_at__lte=until).values_list("pk", flat=True)[:BATCH])
            removed += remove_documents(batch, user)
        if len(batch) < BATCH:
            return removed


def remove_expired(now: datetime | None = None) -> int:
    """Deletes what was in the trash for TRASH_DAYS."""
    before = (now or timezone.now()) - timedelta(days=settings.TRASH_DAYS)
    expired = Document.objects.filter(roots(), trashed_at__lt=before, removed_at__isnull=True)
    removed = 0
    while batch := list(expired.values_list("pk", flat=True)[:BATCH]):
        removed += remove_documents(batch, None)
    return removed


@transaction.atomic
def remove_documents(root_ids: Collection[UUID], user: User | None) -> int:
    """The first step, without asking for rights; how many documents it took. `user` is None for the term's end."""
    tree.hold_tree()
    removed = list(together(root_ids).only("title", "trashed_with"))
    ids = [document.pk for document in removed]
    if not ids:
        return 0
    _lift_survivors(ids)
    for document in removed:
        with_ = str(document.trashed_with_id) if document.trashed_with_id not in {None, document.pk} else None
        record("document.deleted", user, document=document.pk, subject=document.title, below=with_)
    nowhere: dict[str, Any] = {"parent": None, "space": None, "path": [], "inherits_from": []}
    Document.objects.filter(pk__in=ids).update(removed_at=timezone.now(), **nowhere)
    change_access(ids)
    for rows in _rows_about(ids):
        rows.delete()
    transaction.on_commit(_ask_for_the_second_step)
    return len(ids)


def _ask_for_the_second_step() -> None:
    try:
        app.configure_task("editor.documents.tasks.erase_removed", queueing_lock="erase_removed").defer()
    except AlreadyEnqueued:
        return


def _lift_survivors(ids: Collection[UUID]) -> None:
    """What was moved to the trash by itself, below these, stays there, and belongs to those that it belonged to."""
    survivors = list(Document.objects.filter(parent__in=ids).exclude(pk__in=ids))
    lift_to_top(survivors)
    change_access([document.pk for document in survivors])


def _rows_about(ids: Collection[UUID]) -> Iterable[QuerySet[Any]]:
    """All rows, of every concern, that belong to these documents, but for the log."""
    for relation in Document._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is CASCADE and relation.related_model not in _LOG:
            model: Any = relation.related_model
            yield model._base_manager.filter(**{f"{relation.field.name}__in": ids})


def erase_removed() -> int:
    """The second step, for all that waits for it."""
    erased = 0
    for document_id in Document.objects.filter(removed_at__isnull=False).values_list("pk", flat=True):
        erased += _erase(document_id)
    return erased


@transaction.atomic
def _erase(document_id: UUID) -> bool:
    """Under the lock of the log's head: no append, projection or sweep of files is in the middle of the document."""
    LogHead.objects.select_for_update().filter(pk=document_id).first()
    removed = Document.objects.filter(pk=document_id, removed_at__isnull=False)
    if not removed.exists():
        return False
    for model in _LOG:
        rows: Any = model._base_manager.filter(document_id=document_id)
        rows._raw_delete(rows.db)
    removed.delete()
    return True
