"""Invitations to a document for addresses without an account. Who proves that the address is theirs gets the role."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from editor.accounts.models import User, new_id
from editor.accounts.tokens import digest_of
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import Access
from editor.documents.actions import Refused, announce, hold_rights
from editor.documents.members import members_changed
from editor.documents.models import Membership, Role
from editor.sharing.limits import MAX_INVITATIONS
from editor.sharing.models import DocumentInvitation
from editor.sharing.secrets import invitation_secret
from editor.sharing.tasks import send_invitation


@transaction.atomic
def invite(access: Access, address: str, role: Role, by: User) -> DocumentInvitation:
    """Raises Refused where that is no address, one that waits already, or an owner's role."""
    email = _checked(address)
    _hold(access)
    waiting = DocumentInvitation.objects.filter(document=access.document)
    if waiting.filter(email=email).exists():
        raise Refused(_("%(address)s is invited already. Send it again below.") % {"address": email})
    if waiting.count() >= MAX_INVITATIONS:
        raise Refused(_("A document can have %(most)d open invitations at most.") % {"most": MAX_INVITATIONS})
    if role >= Role.OWNER:
        raise Refused(_("Only somebody with an account can be an owner. Choose another role."))
    invitation = DocumentInvitation(
        id=new_id(), document=access.document, email=email, role=role, invited_by=by, expires_at=_end()
    )
    invitation.digest = digest_of(invitation_secret(invitation))
    invitation.save()
    _changed(invitation, "document.invited", by)
    send_invitation.defer(invitation_id=str(invitation.pk))
    return invitation


@transaction.atomic
def send_again(access: Access, invitation_id: UUID, by: User) -> None:
    _hold(access)
    invitation = _waiting(access, invitation_id)
    if invitation is not None:
        invitation.expires_at, invitation.sent_at = _end(), None
        invitation.save(update_fields=["expires_at", "sent_at"])
        _changed(invitation, "document.invited", by)
        send_invitation.defer(invitation_id=str(invitation.pk))


@transaction.atomic
def change_invited_role(access: Access, invitation_id: UUID, role: Role, by: User) -> None:
    _hold(access)
    invitation = _waiting(access, invitation_id)
    if invitation is None or role == invitation.role:
        return
    if role >= Role.OWNER:
        raise Refused(_("Only somebody with an account can be an owner. Choose another role."))
    invitation.role = role
    invitation.save(update_fields=["role"])
    _changed(invitation, "document.invited", by)


@transaction.atomic
def revoke(access: Access, invitation_id: UUID, by: User) -> None:
    _hold(access)
    invitation = _waiting(access, invitation_id)
    if invitation is not None:
        invitation.delete()
        _changed(invitation, "document.uninvited", by)


def find_invitation(secret: str) -> DocumentInvitation | None:
    """The invitation that this secret opens, if it can still be accepted."""
    return _open_invitations().filter(digest=digest_of(secret)).first()


def find_invitation_by_id(invitation_id: UUID) -> DocumentInvitation | None:
    """For somebody who has shown the secret before."""
    return _open_invitations().filter(pk=invitation_id).first()


def _open_invitations() -> QuerySet[DocumentInvitation]:
    current = DocumentInvitation.objects.filter(expires_at__gt=Now(), document__trashed_at__isnull=True)
    return current.select_related("document", "invited_by")


def is_invited(email: str) -> bool:
    """Whether some document waits for this address: it may sign up then."""
    return DocumentInvitation.objects.filter(email=email.strip().lower(), expires_at__gt=Now()).exists()


@transaction.atomic
def accept(invitation: DocumentInvitation, user: User) -> None:
    """Whoever has the secret got the mail. Accepting twice changes nothing, and a better role stays."""
    tree.hold_tree()
    held = DocumentInvitation.objects.filter(pk=invitation.pk, expires_at__gt=Now()).select_for_update(of=("self",))
    for waiting in held.select_related("document"):
        _accept(waiting, user)


@transaction.atomic
def accept_all(user: User, emails: Collection[str]) -> None:
    """Accepts whatever waits for these addresses, which are known to be the user's."""
    mine = DocumentInvitation.objects.filter(email__in=[email.lower() for email in emails], expires_at__gt=Now())
    if not mine.exists():
        return
    tree.hold_tree()
    for waiting in mine.select_for_update(of=("self",)).select_related("document"):
        _accept(waiting, user)


def _accept(invitation: DocumentInvitation, user: User) -> None:
    document = invitation.document
    membership, is_new = Membership.objects.get_or_create(
        document=document, user=user, defaults={"role": invitation.role}
    )
    if not is_new and membership.role < invitation.role:
        membership.role = invitation.role
        membership.save(update_fields=["role"])
    invitation.delete()
    record("invitation.accepted", user, document=document.pk, subject=document.title, address_invited=invitation.email)
    members_changed(document.pk)


def _checked(address: str) -> str:
    email = address.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("That is not an e-mail address. One looks like ada@example.org.")) from None
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("This account is not in use any more."))
    if settings.SIGN_UP == "closed":
        raise Refused(_("Nobody with this address has an account, and this site takes no new ones."))
    return email


def _hold(access: Access) -> None:
    tree.hold_tree()
    hold_rights(access, Role.OWNER)


def _waiting(access: Access, invitation_id: UUID) -> DocumentInvitation | None:
    return DocumentInvitation.objects.filter(pk=invitation_id, document=access.document).first()


def _end() -> datetime:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


def _changed(invitation: DocumentInvitation, action: str, by: User) -> None:
    document = invitation.document
    role = Role(invitation.role).name.lower()
    record(action, by, document=document.pk, subject=document.title, person=invitation.email, role=role)
    announce(document.pk, {"type": "members"})
