"""Who belongs to a document: added, given another role, removed, gone by themselves."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import Access, has_owner
from editor.documents.actions import Refused, announce, change_access, hold_rights
from editor.documents.limits import MAX_MEMBERS
from editor.documents.models import Document, Membership, Role


@transaction.atomic
def add_member(access: Access, email: str, role: Role, by: User) -> Membership:
    """Gives the person with this address a role. Raises Refused where there is nobody, or no room, or they have one."""
    members = _hold_members(access, Role.OWNER)
    # Locked, so that a person who is deactivated at this moment either isn't found or loses this right with the others.
    found = User.objects.select_for_update(no_key=True).filter(email__iexact=email.strip(), is_active=True)
    user = found.first()
    if user is None:
        raise Refused(_("Nobody with this address has an account yet."))
    if user.pk in members:
        said = _("{name} is in this document already. Change the role below.")
        raise Refused(said.format(name=user.display_name))
    if len(members) >= MAX_MEMBERS:
        raise Refused(_("A document can have {count} people at most.").format(count=MAX_MEMBERS))
    membership = Membership.objects.create(document=access.document, user=user, role=role)
    _changed(access.document, "document.shared", by, user, role)
    return membership


@transaction.atomic
def change_role(access: Access, user_id: UUID, role: Role, by: User) -> None:
    """Gives a member another role. Raises Refused if no owner would be left; ignores those who are no members."""
    members = _hold_members(access, Role.OWNER)
    if members.get(user_id) in {None, role}:
        return
    Membership.objects.filter(document=access.document, user_id=user_id).update(role=role)
    _require_owner(access.document)
    _changed(access.document, "document.role_changed", by, User.objects.get(pk=user_id), role)


@transaction.atomic
def remove_member(access: Access, user_id: UUID, by: User) -> None:
    """Takes a member out; everybody may take out themselves. Raises Refused if no owner would be left."""
    members = _hold_members(access, Role.VIEWER if user_id == by.pk else Role.OWNER)
    if user_id not in members:
        return
    Membership.objects.filter(document=access.document, user_id=user_id).delete()
    _require_owner(access.document)
    _changed(access.document, "document.unshared", by, User.objects.get(pk=user_id), None)


def _hold_members(access: Access, minimum: Role) -> dict[UUID, int]:
    """Everybody's role. Nobody else changes them before the transaction ends."""
    tree.hold_tree()
    hold_rights(access, minimum)
    return dict(Membership.objects.filter(document=access.document).values_list("user_id", "role"))


def _require_owner(document: Document) -> None:
    """Looks at what the rows say now; where the document inherits, somebody above may be the owner."""
    document.refresh_from_db(fields=["inherits_from"])
    if not has_owner([document.pk, *document.inherits_from]):
        raise Refused(_("A document needs an owner. Make somebody else the owner first."))


def _changed(document: Document, action: str, by: User, user: User, role: Role | None) -> None:
    record(action, by, document=document.pk, subject=document.title, person=user.email, role=role and role.label)
    members_changed(document.pk)


def members_changed(document_id: UUID) -> None:
    """Call it in the transaction that changes who belongs to the document."""
    change_access([document_id])
    announce(document_id, {"type": "members"})
