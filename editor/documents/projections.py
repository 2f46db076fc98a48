"""The columns that are derived from a document's content: title, text, word count, violations of the schema, who edited
it last and when; and which files it uses, and which documents it links to."""

import time
from dataclasses import asdict, dataclass
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

AGAIN_AFTER = 60.0
"""Seconds after which whoever watches a document is looked for again, though nothing but its text has changed."""


@dataclass(frozen=True, slots=True)
class Projected:
    """What was written: up to which log entry, which files, links and names the content had, and when (by a clock that
    never goes back) those were written.
    """

    number: int
    references: tuple[frozenset[UUID], ...]
    at: float


def project(
    document_id: UUID, state: bytes, number: int, author: UUID | None, before: Projected | None = None
) -> Projected | None:
    """Writes the columns from the whole state as of log entry `number`, by `author`, unless newer ones are there.

    None: there were newer ones, or the document is gone. While `before` is what was written last and the content refers
    to the same things, only the columns are written.
    """
    doc: Doc[Any] = Doc()
    doc.apply_update(state)
    return _write(doc, document_id, number, author, timezone.now(), before=before)


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
    return _write(doc, document_id, stored.head, author, edited_at, again=again) is not None


def project_title(document_id: UUID, title: str) -> None:
    """Shows a title that was just written, until the content is read again a second or two later."""
    Document.objects.filter(pk=document_id).update(title=" ".join(title.split())[:MAX_TITLE_LENGTH])


def behind_projections() -> list[UUID]:
    """The documents whose log has gone on since their columns were written."""
    behind = LogHead.objects.filter(head__gt=F("document__projected_number"))
    return list(behind.values_list("document_id", flat=True)[:1_000])


def _write(
    doc: Doc[Any],
    document_id: UUID,
    number: int,
    author: UUID | None,
    edited_at: datetime,
    *,
    again: bool = False,
    before: Projected | None = None,
) -> Projected | None:
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
    now = time.monotonic()
    with transaction.atomic():
        # From here on nobody chooses another cover.
        document = Document.objects.select_for_update(no_key=True).filter(pk=document_id)
        stands_at, cover = document.values_list("projected_number", "cover").first() or (number, None)
        if stands_at >= number + again:
            return None
        Document.objects.filter(pk=document_id).update(**columns)
        used = [*found.files, *([] if cover is None else [cover])]
        references = (frozenset(used), frozenset(found.links), frozenset(found.mentions))
        if before and (before.number, before.references) == (stands_at, references) and now - before.at < AGAIN_AFTER:
            return Projected(number, references, before.at)
        files().record_uses(document_id, used)
        record_links(document_id, found.links)
        news().record_edit(document_id, author, edited_at, found.mentions)
    return Projected(number, references, now)
