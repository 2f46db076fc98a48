"""What changes a person's account, and those who must hear of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from editor.accounts.models import Invitation, User
from editor.accounts.ports import standing


@contextmanager
def changing_standing(user_id: UUID) -> Iterator[None]:
    """A transaction that changes what a person may do, or under which session: open pages must show it again."""
    with transaction.atomic():
        standing().hold()
        yield
        standing().changed(user_id)


def set_active(user_id: UUID, *, active: bool) -> None:
    """Lets a person sign in, or not any more: their open pages lose their rights within a second."""
    with changing_standing(user_id):
        User.objects.filter(pk=user_id).update(is_active=active)


def invite(email: str, invited_by: User | None = None) -> Invitation:
    """Lets an address sign up while sign-up is for invited people only; inviting it again changes nothing."""
    invitation, _ = Invitation.objects.get_or_create(email=email.strip().lower(), defaults={"invited_by": invited_by})
    return invitation
