"""Whether documents show a file, read from their logs: what the projection noted may be older than the content."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import structlog
from django.db.models import F
from pycrdt import Doc

from editor.content.survey import survey
from editor.documents.models import Document
from editor.log.models import LogHead
from editor.log.reading import read_log
from editor.media.models import FileUse

log = structlog.get_logger(__name__)


class Showing:
    """Looks into each document once. `shows` is also true of a document that can't be told about."""

    def __init__(self) -> None:
        self._seen: dict[UUID, Collection[UUID] | None] = {}

    def shows(self, document_id: UUID, file_id: UUID) -> bool:
        """Puts the document's use of the file right where the content shows it."""
        if document_id not in self._seen:
            self._seen[document_id] = _files_in(document_id)
        files = self._seen[document_id]
        if files is None:
            return True
        if file_id in files:
            FileUse.objects.filter(document_id=document_id, file_id=file_id).update(unused_since=None)
            return True
        return False


def any_behind(document_ids: Collection[UUID]) -> bool:
    """Whether the log of one of them has gone on since its projection noted the files."""
    return LogHead.objects.filter(document_id__in=document_ids, head__gt=F("document__projected_number")).exists()


def _files_in(document_id: UUID) -> Collection[UUID] | None:
    """None: not all of it is projected, or it can't be read."""
    if any_behind([document_id]):
        return None
    try:
        stored = read_log(document_id)
        if stored is None:
            return None
        doc: Doc[Any] = Doc()
        for update in stored.updates:
            doc.apply_update(update)
        covers = Document.objects.filter(pk=document_id).values_list("cover", flat=True)
        return frozenset([*survey(doc).files, *(cover for cover in covers if cover is not None)])
    except Exception:
        # Whatever is wrong with a document, its files stay.
        log.exception("files_not_seen", document=str(document_id))
        return None
