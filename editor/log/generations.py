"""Generations: which life of a document's log a browser's copy belongs to."""

from collections.abc import Collection
from uuid import UUID, uuid4

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
    generations = {document: uuid4() for document in heads.values_list("document_id", flat=True)}
    for document, generation in generations.items():
        LogHead.objects.filter(document_id=document).update(
            generation=generation, access_version=F("access_version") + 1
        )
    return generations
