"""What of a person's notifications is mailed, and when.

A mail is sent first and noted afterwards: a worker that is killed in between sends it once more, with the same
Message-ID, by which many mail programs show it once. The other way round it would be lost.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from smtplib import SMTPRecipientsRefused
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from editor.accounts.models import User
from editor.accounts.preferences import is_time_zone
from editor.notifications.lists import visible_notifications
from editor.notifications.mails import compose
from editor.notifications.models import Mail, Notification

log = structlog.get_logger(__name__)

GIVEN_UP_AFTER = timedelta(days=7)
"""What couldn't be mailed for so long is no news any more."""
DIGEST_AT = time(8)
_LOCK = 0x6D61_696C  # any number that nothing else locks


def due_now(now: datetime) -> list[UUID]:
    """Those for whom something has waited long enough."""
    delay = timedelta(seconds=settings.NOTIFICATIONS["mail_delay_seconds"])
    waiting = _waiting(Mail.NOW, now).filter(created_at__lte=now - delay)
    return list(waiting.values_list("recipient_id", flat=True).distinct()[:1_000])


def due_digests(now: datetime) -> list[UUID]:
    """Those whose summary has something in it from before eight this morning, by their own clock."""
    oldest = _waiting(Mail.DIGEST, now).values_list("recipient_id", "recipient__time_zone")
    return [
        recipient_id
        for recipient_id, zone, since in oldest.annotate(since=Min("created_at"))
        if since <= last_digest_time(now, zone)
    ]


def last_digest_time(now: datetime, zone: str) -> datetime:
    """When it was eight in the morning there last."""
    there = now.astimezone(ZoneInfo(zone if is_time_zone(zone) else settings.TIME_ZONE))
    today = datetime.combine(there.date(), DIGEST_AT, there.tzinfo)
    return today if today <= there else datetime.combine(there.date() - timedelta(days=1), DIGEST_AT, there.tzinfo)


def send_waiting(user_id: UUID, mail: Mail, now: datetime) -> bool:
    """One mail with all that waits and is still unread, as far as the person may see it now.

    While it runs nobody else sends this person anything. False: there was nothing to send.
    """
    with transaction.atomic():
        if not _hold_mails_of(user_id):
            return False
        waiting = list(_waiting(mail, now).filter(recipient_id=user_id).values_list("pk", flat=True))
        user = User.objects.filter(pk=user_id, is_active=True).first()
        shown = [] if user is None else list(visible_notifications(user).filter(pk__in=waiting))
        if user is not None and shown:
            _send(user, shown, mail)
        Notification.objects.filter(pk__in=waiting).update(mailed_at=timezone.now())
    return bool(shown)


def _send(user: User, notifications: Iterable[Notification], mail: Mail) -> None:
    """Where the mail server takes nothing for this address, trying again is no use."""
    try:
        compose(user, list(notifications), mail).send()
    except SMTPRecipientsRefused:
        log.warning("notifications_refused", user=str(user.pk))


def _waiting(mail: Mail, now: datetime) -> QuerySet[Notification]:
    return Notification.objects.filter(
        mail=mail, read_at=None, mailed_at=None, created_at__gt=now - GIVEN_UP_AFTER, recipient__is_active=True
    )


def _hold_mails_of(user_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, str(user_id)])
        return bool(cursor.fetchone()[0])
