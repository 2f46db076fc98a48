"""Which documents a document's text links to, and so which ones link to it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from editor.documents.access import Reader, visible_documents
from editor.documents.models import Document, DocumentLink
from editor.documents.ports import realtime

MAX_SHOWN = 50


def record_links(source_id: UUID, target_ids: Collection[UUID]) -> None:
    """These are all the documents that the content links to now. Call it in the transaction of the projection."""
    known = set(DocumentLink.objects.filter(source_id=source_id).values_list("target_id", flat=True))
    wanted = set(target_ids) - {source_id}
    if gone := known - wanted:
        DocumentLink.objects.filter(source_id=source_id, target_id__in=gone).delete()
    new: set[UUID] = set()
    if wanted - known:
        there = Document.objects.filter(pk__in=wanted - known, removed_at__isnull=True)
        new = set(there.values_list("pk", flat=True))
        links = [DocumentLink(source_id=source_id, target_id=target_id) for target_id in sorted(new)]
        DocumentLink.objects.bulk_create(links, ignore_conflicts=True)
    if changed := gone | new:
        transaction.on_commit(lambda: realtime().announce_event(changed, {"type": "linked"}))


def linking_to(reader: Reader, document_id: UUID) -> QuerySet[Document]:
    """The documents that link to this one, of those that the reader may open; the last edited first."""
    links = DocumentLink.objects.filter(target_id=document_id).values("source_id")
    linking = visible_documents(reader).filter(pk__in=links, is_template=False)
    return linking.defer("text", "violations").order_by("-edited_at", "-id")
