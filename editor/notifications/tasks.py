"""What the worker does for notifications. Every job may run twice, or be killed anywhere (see sending.py)."""

from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from editor.notifications.late_mentions import tell_late
from editor.notifications.models import Mail
from editor.notifications.removal import remove_old
from editor.notifications.sending import due_digests, due_now, send_waiting

_WHEN_THE_SERVER_IS_AWAY = RetryStrategy(max_attempts=6, exponential_wait=4, retry_exceptions=[SMTPException, OSError])


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_late", pass_context=False)
def tell_those_mentioned_before(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    tell_late()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep_mails", pass_context=False)
def sweep_mails(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    """Asks for a mail to everybody for whom something has waited long enough: one for a whole burst."""
    if not settings.NOTIFICATIONS["by_mail"]:
        return
    for user_id in due_now(timezone.now()):
        _ask_for_mail(user_id, Mail.NOW)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="sweep_digests", pass_context=False)
def sweep_digests(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    if not settings.NOTIFICATIONS["by_mail"]:
        return
    for user_id in due_digests(timezone.now()):
        _ask_for_mail(user_id, Mail.DIGEST)


@app.task(retry=_WHEN_THE_SERVER_IS_AWAY)
def mail_person(user_id: str, mail: int) -> None:
    send_waiting(UUID(user_id), Mail(mail), timezone.now())


@app.periodic(cron="30 4 * * *")
@app.task(queueing_lock="sweep_notifications", pass_context=False)
def sweep_notifications(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    remove_old(timezone.now())


def _ask_for_mail(user_id: UUID, mail: Mail) -> None:
    try:
        mail_person.configure(queueing_lock=f"mail:{mail}:{user_id}").defer(user_id=str(user_id), mail=int(mail))
    except AlreadyEnqueued:
        return
