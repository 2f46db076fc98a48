"""The columns that are derived from a document's content: title, text, word count, violations of the schema, who edited
it last and when; and which files it uses, and which documents it links to."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from pycrdt import Doc

from editor.content.plain_text import title_of
from editor.content.survey import survey
from editor.documents.backlinks import record_links
from editor.documents.limits import MAX_TITLE_LENGTH
from editor.documents.models import Document
from editor.documents.ports import files, news
from editor.log.models import LogEntry, LogHead
from editor.log.reading import read_log


def project(
    document_id: UUID, state: bytes, number: int, author: UUID | None, edited_at: datetime | None = None
) -> bool:
    """Writes the columns from the whole state as of log entry `number`, by `author`, unless newer ones are there.

    False: there were newer ones, or the document is gone.
    """
    doc: Doc[Any] = Doc()
    doc.apply_update(state)
    return _write(doc, document_id, number, author, edited_at or timezone.now())


def refresh_projection(document_id: UUID, *, again: bool = False) -> bool:
    """The same from the log, for documents that no replica has open. False: nothing was to be done.

    `again` writes also what is written already: a newer version may derive more of it.
    """
    stored = read_log(document_id)
    if stored is None or stored.head == 0:
        return False
    doc: Doc[Any] = Doc()
    for update in stored.updates:
        doc.apply_update(update)
    last = LogEntry.objects.filter(document_id=document_id, number=stored.head)
    author, edited_at = last.values_list("author", "created_at").first() or (None, timezone.now())
    return _write(doc, document_id, stored.head, author, edited_at, again=again)


def project_title(document_id: UUID, title: str) -> None:
    """Shows a title that was just written, until the content is read again a second or two later."""
    Document.objects.filter(pk=document_id).update(title=" ".join(title.split())[:MAX_TITLE_LENGTH])


def behind_projections() -> list[UUID]:
    """The documents whose log has gone on since their columns were written."""
    behind = LogHead.objects.filter(head__gt=F("document__projected_number"))
    return list(behind.values_list("document_id", flat=True)[:1_000])


def _write(
    doc: Doc[Any], document_id: UUID, number: int, author: UUID | None, edited_at: datetime, *, again: bool = False
) -> bool:
    found = survey(doc)
    columns = {
        "title": title_of(doc)[:MAX_TITLE_LENGTH],
        "text": found.text,
        "word_count": found.words,
        "violations": [asdict(violation) for violation in found.violations],
        "projected_number": number,
        "edited_at": edited_at,
    }
    if author is not None:
        columns["edited_by"] = author
    with transaction.atomic():
        older = Document.objects.filter(pk=document_id, projected_number__lt=number + again)
        is_newer = older.update(**columns) > 0
        if is_newer:
            files().record_uses(document_id, [*found.files, *_cover_of(document_id)])
            record_links(document_id, found.links)
            news().record_edit(document_id, author, edited_at, found.mentions)
    return is_newer


def _cover_of(document_id: UUID) -> list[UUID]:
    """Asked for only now that the document's row is locked: from here on nobody chooses another one."""
    cover = Document.objects.values_list("cover", flat=True).get(pk=document_id)
    return [] if cover is None else [cover]
