"""What an administrator asks for a document's log: a job does it, and its outcome stays to be seen."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents.models import Document
from editor.log.compaction import CompactionRefused, compact
from editor.log.verification import find_problems
from editor.operations.models import Upkeep

MAX_PROBLEMS = 20


@transaction.atomic
def ask(document_ids: Collection[UUID], what: Upkeep.What, by: User) -> int:
    """Returns for how many documents; what waits for a document already isn't asked twice."""
    waiting = Upkeep.objects.filter(what=what, finished_at=None).values("document_id")
    documents = list(Document.objects.filter(pk__in=document_ids).exclude(pk__in=waiting).only("pk", "title"))
    for document in documents:
        asked = Upkeep.objects.create(document=document, what=what, asked_by=by)
        app.configure_task("editor.operations.tasks.do_upkeep", lock=f"compact:{document.pk}").defer(upkeep_id=asked.pk)
        record(f"document.{what}", by, document=document.pk, subject=document.title)
    return len(documents)


def do(upkeep_id: int) -> None:
    """Does what was asked, and notes what came of it. Doing it again notes the same."""
    asked = Upkeep.objects.filter(pk=upkeep_id, finished_at=None).first()
    if asked is None:
        return
    with translation.override(_language_of(asked.asked_by)):
        is_fine, outcome = (
            _verify(asked.document_id) if asked.what == Upkeep.What.VERIFY else _compact(asked.document_id)
        )
    Upkeep.objects.filter(pk=upkeep_id).update(finished_at=Now(), is_fine=is_fine, outcome=outcome)


def _language_of(asker: User | None) -> str:
    chosen = "" if asker is None else asker.language
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _verify(document_id: UUID) -> tuple[bool, str]:
    problems = find_problems(document_id)
    rest = len(problems) - MAX_PROBLEMS
    more = [_("and {count} more").format(count=rest)] if rest > 0 else []
    return not problems, "\n".join([*problems[:MAX_PROBLEMS], *more]) or _("The log is whole and equals its snapshot.")


def _compact(document_id: UUID) -> tuple[bool, str]:
    try:
        number = compact(document_id)
    except CompactionRefused as refused:
        return False, str(refused)
    if number is None:
        return True, _("There was nothing to do.")
    return True, _("There is a snapshot of number {number} now.").format(number=number)
