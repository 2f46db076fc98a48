"""What follows an edit: those whose names are new in the document are told, and those who watch it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from editor.accounts.models import User
from editor.documents.models import Document
from editor.notifications.authors import authors_of, find_actor
from editor.notifications.models import Attention, Mention, Notification
from editor.notifications.notify import notify

MAX_MENTIONS = 500
AGAIN_AFTER = timedelta(days=1)
"""So long after a name was taken out of a document, it is news there again."""
WATCHED_EVERY = timedelta(hours=1)


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
    authors = authors_of(document_id, new, timezone.now() - AGAIN_AFTER) if new else {}
    for writer in set(authors.values()):
        named = [user_id for user_id, author in authors.items() if author == writer]
        told = notify("mention", named, actor=find_actor(writer), document=document)
        _keep_untold(document_id, set(named) - {writer}, told, writer)
    if watching:
        notify("edited", watching, actor=find_actor(author), document=document)


def _keep_untold(document_id: UUID, named: set[UUID], told: Collection[UUID], writer: UUID) -> None:
    mentions = Mention.objects.filter(document_id=document_id)
    mentions.filter(user_id__in=named - set(told)).update(untold_by=writer)
    mentions.filter(user_id__in=told, untold_by__isnull=False).update(untold_by=None)


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
