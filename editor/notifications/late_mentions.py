"""Those whose names were written where they could not read them are told when they can, by whatever way that came."""

from itertools import groupby
from uuid import UUID

from django.db import connection, transaction

from editor.documents.models import Document
from editor.notifications.authors import find_actor
from editor.notifications.models import Mention
from editor.notifications.notify import notify

_AT_MOST = 1_000
_CAN_READ_NOW = """
SELECT m.document_id, m.user_id
FROM editor_mention m JOIN editor_document d ON d.id = m.document_id JOIN editor_user u ON u.id = m.user_id
WHERE m.untold_by IS NOT NULL AND m.gone_at IS NULL AND d.trashed_at IS NULL AND u.is_active AND EXISTS (
    SELECT FROM editor_grant g WHERE g.holder_id = m.user_id AND g.node_id = ANY (d.id || d.inherits_from)
)
ORDER BY m.document_id LIMIT %s
"""


def tell_late() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CAN_READ_NOW, [_AT_MOST])
        found = cursor.fetchall()
    for document_id, rows in groupby(found, key=lambda row: row[0]):
        _tell(document_id, [user_id for _document_id, user_id in rows])


@transaction.atomic
def _tell(document_id: UUID, user_ids: list[UUID]) -> None:
    """In one transaction with the note that they were told: a worker that is killed here tells nobody twice."""
    waiting = Mention.objects.filter(document_id=document_id, user_id__in=user_ids, gone_at=None)
    mentions = list(waiting.filter(untold_by__isnull=False).select_for_update(skip_locked=True))
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        return
    for writer in {mention.untold_by for mention in mentions}:
        named = [mention.user_id for mention in mentions if mention.untold_by == writer]
        told = notify("mention", named, actor=find_actor(writer), document=document)
        Mention.objects.filter(document=document, user_id__in=told).update(untold_by=None)
