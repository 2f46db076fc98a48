"""The mail that invites somebody to a document."""

from email.utils import parseaddr
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from editor.accounts.tokens import digest_of
from editor.sharing.models import DocumentInvitation
from editor.sharing.secrets import invitation_secret

_LOCK = 0x696E_7669  # any number that nothing else locks


class MailUnavailable(Exception):
    """The mail server doesn't take it now."""


def send_invitation_mail(invitation_id: UUID) -> None:
    """Nothing where it was sent already, or revoked. Raises MailUnavailable.

    Nobody else sends this one meanwhile, but its row isn't locked: whoever changes rights doesn't wait for a mail
    server. A worker that is killed before it is noted sends the mail once more, with the same Message-ID.
    """
    with transaction.atomic():
        if not _hold_mail_of(invitation_id):
            raise MailUnavailable("another worker sends it")
        waiting = DocumentInvitation.objects.filter(pk=invitation_id, sent_at=None, expires_at__gt=timezone.now())
        invitation = waiting.select_related("document", "invited_by").first()
        if invitation is None:
            return
        secret = invitation_secret(invitation)
        _send(invitation, secret)
        # Another one than at first, if the server's key has changed meanwhile.
        same = DocumentInvitation.objects.filter(pk=invitation_id, sent_at=None, expires_at=invitation.expires_at)
        same.update(digest=digest_of(secret), sent_at=timezone.now())


def _send(invitation: DocumentInvitation, secret: str) -> None:
    by = invitation.invited_by.display_name if invitation.invited_by else _("Somebody")
    path = reverse("invitation", args=[secret])
    context = {"by": by, "invitation": invitation, "url": settings.PUBLIC_ORIGINS[0] + path}
    subject = _("%(name)s invites you to “%(title)s”") % {"name": by, "title": str(invitation.document)}
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(
        " ".join(subject.split())[:200],
        render_to_string("editor/sharing/mail/invitation.txt", context),
        to=[invitation.email],
        headers={"Message-ID": f"<{invitation.pk.hex}.{invitation.expires_at.timestamp():.0f}@{domain}>"},
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise MailUnavailable(type(error).__name__) from error


def _hold_mail_of(invitation_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, str(invitation_id)])
        return bool(cursor.fetchone()[0])
