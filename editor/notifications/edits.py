"""What follows an edit: those whose names are new in the document are told, and those who watch it."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from editor.accounts.models import User, Visitor
from editor.documents.models import Document
from editor.notifications.models import Attention, Mention, Notification
from editor.notifications.notify import notify

MAX_MENTIONS = 500
AGAIN_AFTER = timedelta(days=1)
"""So long after a name was taken out of a document, it is news there again."""
WATCHED_EVERY = timedelta(hours=1)
_LATEST = 1_000  # entries of the log, in which a new name's author is looked for
_LATEST_BYTES = 16 * 1024 * 1024
_AT_ONCE = 50


def record_edit(document_id: UUID, author: UUID | None, edited_at: datetime, mentioned: Collection[UUID]) -> None:
    """The document's text has these names in it now; `author` edited it last, and then.

    Call it in the transaction that writes the projection: that one holds the document's row, so that two never find the
    same name new.
    """
    new = _record_mentions(document_id, list(mentioned)[:MAX_MENTIONS])
    is_news = edited_at > timezone.now() - AGAIN_AFTER
    watching = _watching(document_id, author) if is_news else set()
    if not new and not watching:
        return
    document = Document.objects.get(pk=document_id)
    authors = _authors_of(document_id, new) if new else {}
    for writer in set(authors.values()):
        named = [user_id for user_id, author in authors.items() if author == writer]
        notify("mention", named, actor=_find_actor(writer), document=document)
    if watching:
        notify("edited", watching, actor=_find_actor(author), document=document)


def _record_mentions(document_id: UUID, mentioned: Collection[UUID]) -> set[UUID]:
    """Those who are mentioned now, and were not in the last day."""
    known = {mention.user_id: mention for mention in Mention.objects.filter(document_id=document_id)}
    now = timezone.now()
    there = {user_id for user_id, mention in known.items() if mention.gone_at is None}
    back = {user_id for user_id in mentioned if user_id in known} - there
    added = User.objects.filter(pk__in=set(mentioned) - known.keys()).in_bulk() if mentioned else {}
    gone = there - set(mentioned)
    Mention.objects.bulk_create([Mention(document_id=document_id, user_id=user_id) for user_id in added])
    if back or gone:
        of_document = Mention.objects.filter(document_id=document_id)
        of_document.filter(user_id__in=back).update(gone_at=None)
        of_document.filter(user_id__in=gone).update(gone_at=now)
    return {*added, *(user_id for user_id in back if _is_long_gone(known[user_id], now))}


def _is_long_gone(mention: Mention, now: datetime) -> bool:
    return mention.gone_at is not None and mention.gone_at < now - AGAIN_AFTER


# The latest entries of the last day, as far as they have so many bytes together.
_WROTE = """
SELECT author, payload FROM (
    SELECT number, author, payload, sum(octet_length(payload)) OVER (ORDER BY number DESC) AS bytes
    FROM (
        SELECT number, author, payload, created_at FROM editor_logentry
        WHERE document_id = %s ORDER BY number DESC LIMIT %s
    ) latest
    WHERE created_at > %s
) counted
WHERE bytes <= %s ORDER BY number DESC
"""
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def _authors_of(document_id: UUID, user_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Who wrote which of the mentions in the last day: several people may have edited since the text was read before,
    and the last of them may even be the one who is mentioned. An update has the id as it is written in the text.
    """
    wanted, found = {str(user_id).encode(): user_id for user_id in user_ids}, dict[UUID, UUID]()
    with connection.cursor() as cursor:
        cursor.execute(_WROTE, [document_id, _LATEST, timezone.now() - AGAIN_AFTER, _LATEST_BYTES])
        while wanted and (rows := cursor.fetchmany(_AT_ONCE)):
            for author, payload in rows:
                for name in wanted.keys() & set(_UUID.findall(payload)):
                    found[wanted.pop(name)] = author
    return found


def _find_actor(author: UUID | None) -> User | Visitor | None:
    if author is None:
        return None
    return User.objects.filter(pk=author).first() or Visitor.objects.filter(pk=author).first()


def _watching(document_id: UUID, author: UUID | None) -> set[UUID]:
    """Those who watch the document, but for its author and whoever was told within the hour."""
    watching = Attention.objects.filter(document_id=document_id, level=Attention.Level.WATCH)
    user_ids = set(watching.values_list("user_id", flat=True)) - {author}
    if not user_ids:
        return user_ids
    told = Notification.objects.filter(
        recipient_id__in=user_ids,
        document_id=document_id,
        kind="edited",
        created_at__gt=timezone.now() - WATCHED_EVERY,
    )
    return user_ids - set(told.values_list("recipient_id", flat=True))
