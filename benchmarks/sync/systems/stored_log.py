"""A document's log, written straight into the tables: a history of years can't be typed for each measurement."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from editor.content.schema import SCHEMA_VERSION
from editor.documents.models import Document
from editor.log.models import ClientOwner, LogHead, Source

COPY = "COPY editor_logentry (document_id, number, payload, author, source, schema, created_at) FROM STDIN"


@transaction.atomic
def write_log(document_id: UUID, updates: Sequence[bytes], clients: Collection[int]) -> None:
    """Adds the updates after what the log has, as those of whoever made the document."""
    head = LogHead.objects.select_for_update().get(document_id=document_id)
    author = Document.objects.values_list("edited_by", flat=True).get(pk=document_id)
    assert author is not None, "a document has somebody who made it"
    now = timezone.now()
    with connection.cursor() as cursor:
        raw: Any = cursor
        with raw.copy(COPY) as copy:
            for number, update in enumerate(updates, head.head + 1):
                copy.write_row((document_id, number, update, author, int(Source.BROWSER), SCHEMA_VERSION, now))
    ClientOwner.objects.bulk_create(
        [ClientOwner(document_id=document_id, client=client, author=author) for client in clients],
        ignore_conflicts=True,
    )
    LogHead.objects.filter(document_id=document_id).update(head=head.head + len(updates))
