"""Generations: which life of a document's log a browser's copy belongs to."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.postgres.functions import RandomUUID
from django.db import transaction
from django.db.models import F

from editor.log.models import LogHead


@transaction.atomic
def start_generations(documents: Collection[UUID] | None = None) -> dict[UUID, UUID]:
    """Gives each of the documents (None: all) a new generation, and returns them.

    Part of every restore: a log that came back from a backup lacks what browsers and rooms have seen acknowledged.
    Their copies belong to the old generation now and are kept aside, and rights have to be read again.
    """
    heads = LogHead.objects.select_for_update().order_by("document_id")
    if documents is not None:
        heads = heads.filter(document_id__in=documents)
    ids = list(heads.values_list("document_id", flat=True))
    changed = LogHead.objects.filter(document_id__in=ids)
    changed.update(generation=RandomUUID(), access_version=F("access_version") + 1)
    return dict(changed.values_list("document_id", "generation"))
