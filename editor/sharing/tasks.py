"""What the worker does for sharing. A job names the invitation only: no secret waits in the queue."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from editor.sharing.mails import MailUnavailable, send_invitation_mail

_WHEN_MAIL_IS_AWAY = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[MailUnavailable])


@app.task(retry=_WHEN_MAIL_IS_AWAY)
def send_invitation(invitation_id: str) -> None:
    """Sent once; not where it was revoked meanwhile."""
    send_invitation_mail(UUID(invitation_id))
