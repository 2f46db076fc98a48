"""The mail that invites somebody to a document."""

from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from editor.accounts.tokens import digest_of
from editor.sharing.models import DocumentInvitation
from editor.sharing.secrets import invitation_secret


class MailUnavailable(Exception):
    """The mail server doesn't take it now."""


@transaction.atomic
def send_invitation_mail(invitation_id: UUID) -> None:
    """Nothing where it was sent already, or revoked. Raises MailUnavailable."""
    waiting = DocumentInvitation.objects.select_for_update(of=("self",)).filter(pk=invitation_id, sent_at__isnull=True)
    invitation = waiting.select_related("document", "invited_by").first()
    if invitation is None or invitation.expires_at <= timezone.now():
        return
    by = invitation.invited_by.display_name if invitation.invited_by else _("Somebody")
    secret = invitation_secret(invitation)
    path = reverse("invitation", args=[secret])
    context = {"by": by, "invitation": invitation, "url": settings.PUBLIC_ORIGINS[0] + path}
    subject = _("%(name)s invites you to “%(title)s”") % {"name": by, "title": str(invitation.document)}
    try:
        send_mail(
            " ".join(subject.split())[:200],
            render_to_string("editor/sharing/mail/invitation.txt", context),
            None,
            [invitation.email],
        )
    except (SMTPException, OSError) as error:
        raise MailUnavailable(type(error).__name__) from error
    # Another one than at first, if the server's key has changed meanwhile.
    invitation.digest, invitation.sent_at = digest_of(secret), timezone.now()
    invitation.save(update_fields=["digest", "sent_at"])
