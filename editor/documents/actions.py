"""Everything that is done to a document but editing it. Each action is atomic and announced once it is committed.

Those that act for somebody take the `Access` that the gate gave out and check its rights themselves.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from editor.accounts.models import User
from editor.documents.access import Access, recheck
from editor.documents.models import Document, Membership, Role
from editor.documents.ports import realtime
from editor.log.access_versions import raise_access_versions
from editor.log.models import LogHead


@transaction.atomic
def create_document(user: User) -> Document:
    """An empty document that the user owns."""
    document = Document.objects.create(created_by=user, edited_by=user.pk)
    LogHead.objects.create(document=document)
    Membership.objects.create(document=document, user=user, role=Role.OWNER)
    return document


@transaction.atomic
def trash(access: Access, user: User) -> None:
    """Moves the document to the trash, for everybody in it. Doing it twice changes nothing."""
    Document.objects.select_for_update().get(pk=access.document.pk)
    hold_rights(access, Role.OWNER)
    trash_documents([access.document.pk], user)


@transaction.atomic
def restore(access: Access) -> None:
    """Takes the document out of the trash, with everybody's rights as they were."""
    Document.objects.select_for_update().get(pk=access.document.pk)
    hold_rights(access, Role.OWNER)
    restore_documents([access.document.pk])


@transaction.atomic
def trash_documents(document_ids: Collection[UUID], user: User) -> None:
    """Moves documents to the trash without asking for rights: for the administration."""
    untrashed = Document.objects.filter(pk__in=document_ids, trashed_at__isnull=True)
    untrashed.update(trashed_at=timezone.now(), trashed_by=user)
    change_access(document_ids)


@transaction.atomic
def restore_documents(document_ids: Collection[UUID]) -> None:
    """Takes documents out of the trash without asking for rights: for the administration."""
    Document.objects.filter(pk__in=document_ids).update(trashed_at=None, trashed_by=None)
    change_access(document_ids)


def change_access(document_ids: Collection[UUID]) -> None:
    """Call it in the transaction that changes rights in them: no append that was checked before it follows it."""
    ids = list(document_ids)
    raise_access_versions(ids)
    transaction.on_commit(lambda: realtime().announce_access_changed(ids))


def hold_rights(access: Access, minimum: Role) -> None:
    """Locks the document's rights until the transaction ends, and sees whether they are still enough.

    Take locks on documents and people before it. Raises DocumentNotFound.
    """
    LogHead.objects.select_for_update().get(document_id=access.document.pk)
    recheck(access, minimum)


class MembersStanding:
    """Documents' ear for what happens to a person's account."""

    def changed(self, user_id: UUID) -> None:
        with transaction.atomic():
            change_access(Membership.objects.filter(user_id=user_id).values_list("document_id", flat=True))
