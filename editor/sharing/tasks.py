"""What the worker does for sharing. A job names the invitation only: no secret waits in the queue."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from editor.sharing.mails import MailUnavailable, send_invitation_mail
from editor.sharing.removal import remove_old

_WHEN_MAIL_IS_AWAY = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[MailUnavailable])


@app.task(retry=_WHEN_MAIL_IS_AWAY)
def send_invitation(invitation_id: str) -> None:
    """Sent once; not where it was revoked meanwhile."""
    send_invitation_mail(UUID(invitation_id))


@app.periodic(cron="10 4 * * *")
@app.task(queueing_lock="sweep_sharing", pass_context=False)
def sweep_sharing(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    remove_old(timezone.now())
