"""Raising access versions: how a change of rights stops appends that were checked before it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import F

from editor.log.models import LogHead


def raise_access_versions(documents: Collection[UUID]) -> None:
    """Raises each document's access version, locking in id order. Call it in the transaction that changes rights."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("rights change in a transaction together with their access version")
    locked = LogHead.objects.select_for_update().filter(document_id__in=documents).order_by("document_id")
    ids = list(locked.values_list("document_id", flat=True))
    LogHead.objects.filter(document_id__in=ids).update(access_version=F("access_version") + 1)
