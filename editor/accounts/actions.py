"""What changes a person's account, and those who must hear of it."""

from uuid import UUID

from django.db import transaction

from editor.accounts.models import Invitation, User
from editor.accounts.ports import standing


@transaction.atomic
def set_active(user_id: UUID, *, active: bool) -> None:
    """Lets a person sign in, or not any more: their open pages lose their rights within a second."""
    User.objects.filter(pk=user_id).update(is_active=active)
    standing().changed(user_id)


@transaction.atomic
def end_sockets(user_id: UUID) -> None:
    """After signing out or a new password: open pages must show again that they are signed in."""
    standing().changed(user_id)


def invite(email: str, invited_by: User | None = None) -> Invitation:
    """Lets an address sign up while sign-up is for invited people only; inviting it again changes nothing."""
    invitation, _ = Invitation.objects.get_or_create(email=email.strip().lower(), defaults={"invited_by": invited_by})
    return invitation
