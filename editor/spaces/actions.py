"""Everything that is done to a space but to its members. Each action is atomic, and open documents follow it within a
second."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import with_role, without_owner
from editor.documents.models import Document, Membership, Role
from editor.documents.trashing import trash_documents
from editor.spaces.access import SpaceAccess, access_space
from editor.spaces.models import Space, SpaceMember


@transaction.atomic
def create_space(user: User, name: str, description: str = "", icon: str = "", color: str = "") -> Space:
    """A space that the user owns, and nobody else sees yet."""
    space = Space.objects.create(name=name, description=description, icon=icon, color=color, created_by=user)
    SpaceMember.objects.create(space=space, user=user, role=Role.OWNER)
    record("space.created", user, subject=space.name)
    return space


@transaction.atomic
def change_space(access: SpaceAccess, by: User, *, name: str, description: str, icon: str, color: str) -> None:
    """What it is called and looks like."""
    space = hold_space(access, by, Role.OWNER).space
    before, space.name, space.description, space.icon, space.color = space.name, name, description, icon, color
    space.save(update_fields=["name", "description", "icon", "color"])
    record("space.changed", by, subject=name, before=before)


@transaction.atomic
def delete_space(access: SpaceAccess, by: User) -> None:
    """Moves all its documents to the trash, from where whoever owns them restores them to the top: that is the one who
    deletes the space, where nobody else does.

    What others have cut off from the space is theirs: it goes to the top.
    """
    space = hold_space(access, by, Role.OWNER).space
    record("space.deleted", by, subject=space.name, space=str(space.pk), documents=documents_going(space, by))
    theirs = _of_others(space, by)
    Document.objects.filter(pk__in=theirs).update(parent=None, space=None)
    tree.derive(theirs)
    tops = list(Document.objects.filter(space=space, parent__isnull=True).values_list("pk", flat=True))
    Document.objects.filter(pk__in=tops).update(space=None)
    tree.derive(tops)
    space.delete()
    _own(without_owner(tops), by)
    trash_documents(tops, by)


def documents_going(space: Space, user: User) -> int:
    """How many documents go to the trash when the user deletes the space."""
    theirs = _of_others(space, user)
    inside = Document.objects.filter(space=space, trashed_at__isnull=True)
    return inside.exclude(pk__in=theirs).exclude(path__overlap=theirs).count()


def hold_space(access: SpaceAccess, by: User, minimum: Role) -> SpaceAccess:
    """Locks all rights until the transaction ends, and sees whether this person's are still enough.

    Raises SpaceNotFound.
    """
    tree.hold_tree()
    return access_space(by, access.space.pk, minimum)


def _of_others(space: Space, user: User) -> list[UUID]:
    """The topmost documents here that don't inherit and that the user doesn't own."""
    cut_off = Document.objects.filter(space=space, inherits=False, trashed_at__isnull=True)
    others = dict(with_role(cut_off, user).filter(role__lt=Role.OWNER).values_list("pk", "path"))
    return [document_id for document_id, path in others.items() if others.keys().isdisjoint(path)]


def _own(document_ids: Collection[UUID], user: User) -> None:
    owners = [Membership(document_id=document_id, user=user, role=Role.OWNER) for document_id in document_ids]
    Membership.objects.bulk_create(
        owners, update_conflicts=True, unique_fields=["document", "user"], update_fields=["role"]
    )
