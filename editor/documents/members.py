"""Who belongs to a document: added, given another role, removed, gone by themselves."""

from uuid import UUID

from django.db import transaction

from editor.accounts.models import User
from editor.documents.access import Access
from editor.documents.actions import change_access, hold_rights
from editor.documents.limits import MAX_MEMBERS
from editor.documents.models import Document, Membership, Role
from editor.documents.ports import realtime


class Refused(Exception):
    """The change can't be made; the text says why, for the person who asked."""


@transaction.atomic
def add_member(access: Access, email: str, role: Role) -> Membership:
    """Gives the person with this address a role. Raises Refused where there is nobody, or no room, or they have one."""
    members = _lock_members(access.document.pk)
    # Locked, so that a person who is deactivated at this moment either isn't found or loses this right with the others.
    found = User.objects.select_for_update(no_key=True).filter(email__iexact=email.strip(), is_active=True)
    user = found.first()
    hold_rights(access, Role.OWNER)
    if user is None:
        raise Refused("Nobody with this address has an account yet.")
    if user.pk in members:
        raise Refused(f"{user.display_name} is in this document already. Change the role below.")
    if len(members) >= MAX_MEMBERS:
        raise Refused(f"A document can have {MAX_MEMBERS} people at most.")
    membership = Membership.objects.create(document=access.document, user=user, role=role)
    members_changed(access.document.pk)
    return membership


@transaction.atomic
def change_role(access: Access, user_id: UUID, role: Role) -> None:
    """Gives a member another role. Raises Refused if no owner would be left; ignores those who are no members."""
    members = _lock_members(access.document.pk)
    hold_rights(access, Role.OWNER)
    if members.get(user_id) in {None, role}:
        return
    _keep_an_owner(members | {user_id: role})
    Membership.objects.filter(document=access.document, user_id=user_id).update(role=role)
    members_changed(access.document.pk)


@transaction.atomic
def remove_member(access: Access, user_id: UUID, by: User) -> None:
    """Takes a member out; everybody may take out themselves. Raises Refused if no owner would be left."""
    members = _lock_members(access.document.pk)
    hold_rights(access, Role.VIEWER if user_id == by.pk else Role.OWNER)
    if members.pop(user_id, None) is None:
        return
    _keep_an_owner(members)
    Membership.objects.filter(document=access.document, user_id=user_id).delete()
    members_changed(access.document.pk)


def _lock_members(document_id: UUID) -> dict[UUID, int]:
    """Everybody's role. The document's row stays locked, so that two owners can't leave at the same moment."""
    Document.objects.select_for_update().get(pk=document_id)
    return dict(Membership.objects.filter(document_id=document_id).values_list("user_id", "role"))


def _keep_an_owner(members: dict[UUID, int]) -> None:
    if Role.OWNER not in members.values():
        raise Refused("A document needs an owner. Make somebody else the owner first.")


def members_changed(document_id: UUID) -> None:
    """Call it in the transaction that changes who belongs to the document."""
    change_access([document_id])
    transaction.on_commit(lambda: realtime().announce_event(document_id, {"type": "members"}))
