"""Everything that is done to a document but editing it. Each action is atomic and announced once it is committed.

Those that act for somebody take the `Access` that the gate gave out and check its rights themselves, again, under the
locks that every change of rights takes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import (
    Access,
    DocumentNotFound,
    access_document,
    find_space_role,
    giving_nodes,
    has_owner,
    recheck,
)
from editor.documents.models import Document, Grant, Membership, Role
from editor.documents.ports import realtime
from editor.log.access_versions import raise_access_versions
from editor.log.models import LogHead

MAX_ANNOUNCED = 100
"""Documents that a change of rights is announced to one by one; beyond, their rooms find out within a second."""


class Refused(Exception):
    """It can't be done; the text says why, for the person who asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is: under a document, or at the top of a space, or neither: then only its own people see it."""

    parent_id: UUID | None = None
    space_id: UUID | None = None


TOP = Place()


@transaction.atomic
def create_document(user: User, place: Place = TOP) -> Document:
    """An empty document. At the top it is the user's own; elsewhere its place says who may do what.

    Raises DocumentNotFound where the user may not write in that place, Refused where that is too deep.
    """
    tree.hold_tree()
    parent = _require_place(user, place)
    if parent is not None and len(parent.path) >= tree.MAX_DEPTH:
        raise Refused(_("Documents can be nested {levels} levels deep.").format(levels=tree.MAX_DEPTH))
    document = Document.objects.create(
        created_by=user,
        edited_by=user.pk,
        parent=parent,
        space_id=place.space_id if parent is None else parent.space_id,
        position=tree.last_position(place.parent_id, place.space_id),
    )
    LogHead.objects.create(document=document)
    if place == TOP:
        Membership.objects.create(document=document, user=user, role=Role.OWNER)
    else:
        tree.derive([document.pk])
        document.refresh_from_db(fields=["path", "inherits_from", "space"])
    return document


@transaction.atomic
def move(access: Access, user: User, place: Place, before_id: UUID | None = None) -> None:
    """Puts the document, with all that is below it, somewhere else: before another document there, or last.

    Who may write in both places may move it, as long as nobody's rights change by that; otherwise it takes an owner.
    Raises DocumentNotFound for who may not, Refused where it can't be there.
    """
    tree.hold_tree()
    recheck(access, Role.EDITOR)
    document = Document.objects.get(pk=access.document.pk)
    stays = (document.parent_id, document.space_id if document.parent_id is None else None) == (
        place.parent_id,
        place.space_id if place.parent_id is None else None,
    )
    if not stays:
        _put(document, user, place, _require_place(user, place))
    tree.put_before(document, before_id)
    announce(document.pk, {"type": "moved"})


def _put(document: Document, user: User, place: Place, parent: Document | None) -> None:
    if parent is not None:
        if document.pk in {parent.pk, *parent.path}:
            raise Refused(_("A document can't be moved into itself."))
        if len(parent.path) + 1 + tree.height(document.pk) > tree.MAX_DEPTH:
            raise Refused(_("Documents can be nested {levels} levels deep.").format(levels=tree.MAX_DEPTH))
    before = giving_nodes(document.inherits_from)
    document.parent = parent
    document.space_id = place.space_id if parent is None else parent.space_id
    document.save(update_fields=["parent", "space"])
    tree.derive([document.pk])
    document.refresh_from_db(fields=["path", "inherits_from", "space"])
    if before != giving_nodes(document.inherits_from):
        mine = Grant.objects.filter(node_id__in=[document.pk, *before], holder_id=user.pk)
        was_owner = mine.filter(role__gte=Role.OWNER).exists()
        if not was_owner:
            raise Refused(_("Only an owner can move it there, because that changes who may open it."))
        keep_owner(document, user)
        change_access([document.pk])
        record("document.moved", user, document=document.pk, subject=document.title)


def _require_place(user: User, place: Place) -> Document | None:
    """The parent, if there is one. Raises DocumentNotFound unless the user may write there."""
    if place.parent_id is not None:
        return access_document(user, place.parent_id, Role.EDITOR).document
    if place.space_id is not None and (find_space_role(user, place.space_id) or 0) < Role.EDITOR:
        raise DocumentNotFound
    return None


@transaction.atomic
def set_inherits(access: Access, user: User, *, inherits: bool) -> None:
    """Lets the rights from above reach the document, or cuts it off from them. Whoever cuts it off stays its owner."""
    tree.hold_tree()
    hold_rights(access, Role.OWNER)
    document = Document.objects.get(pk=access.document.pk)
    if document.inherits == inherits:
        return
    reached = tree.reached_by([document.pk])
    Document.objects.filter(pk=document.pk).update(inherits=inherits)
    tree.derive([document.pk])
    document.refresh_from_db(fields=["inherits", "inherits_from"])
    keep_owner(document, user)
    raise_access(reached)
    action = "document.inheriting" if inherits else "document.cut_off"
    record(action, user, document=document.pk, subject=document.title)
    announce(document.pk, {"type": "members"})


@transaction.atomic
def set_locked(access: Access, user: User, *, locked: bool) -> None:
    """Lets nobody edit the document until it is unlocked; an owner does both."""
    tree.hold_tree()
    hold_rights(access, Role.OWNER)
    lock_documents([access.document.pk], user, locked=locked)


@transaction.atomic
def lock_documents(document_ids: Collection[UUID], user: User, *, locked: bool) -> None:
    """The same without asking for rights: for the administration."""
    tree.hold_tree()
    changed = list(Document.objects.filter(pk__in=document_ids, locked_at__isnull=locked))
    Document.objects.filter(pk__in=[document.pk for document in changed]).update(
        locked_at=timezone.now() if locked else None, locked_by=user if locked else None
    )
    raise_access([document.pk for document in changed])
    for document in changed:
        record("document.locked" if locked else "document.unlocked", user, document=document.pk, subject=document.title)
        announce(document.pk, {"type": "locked"})


def keep_owner(document: Document, user: User) -> None:
    """Makes the user an owner if nobody is one any more."""
    if not has_owner([document.pk, *document.inherits_from]):
        Membership.objects.update_or_create(document=document, user=user, defaults={"role": Role.OWNER})


def change_access(node_ids: Collection[UUID]) -> None:
    """Call it in the transaction that changes rights in these documents or spaces, after `tree.hold_tree`: no append
    that was checked before it, in any document that they reach, follows it."""
    raise_access(tree.reached_by(node_ids))


def raise_access(document_ids: Collection[UUID]) -> None:
    """The same for documents that are known already."""
    ids = list(document_ids)
    raise_access_versions(ids)
    if len(ids) <= MAX_ANNOUNCED:
        transaction.on_commit(lambda: realtime().announce_access_changed(ids))


def announce(document_id: UUID, event: dict[str, str]) -> None:
    transaction.on_commit(lambda: realtime().announce_event([document_id], event))


def hold_rights(access: Access, minimum: Role, *, writing: bool = False) -> None:
    """Locks the document's rights until the transaction ends, and sees whether they are still enough.

    Take locks on the tree, documents and people before it. Raises DocumentNotFound.
    """
    LogHead.objects.select_for_update().get(document_id=access.document.pk)
    recheck(access, minimum, writing=writing)


class MembersStanding:
    """Documents' ear for what happens to a person's account."""

    def hold(self) -> None:
        tree.hold_tree()

    def changed(self, user_id: UUID) -> None:
        change_access(_nodes_of(user_id))


def _nodes_of(user_id: UUID) -> list[UUID]:
    """Whatever gives the person a right, also while they are deactivated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT node_id FROM editor_any_grant WHERE holder_id = %s", [user_id])
        return [row[0] for row in cursor.fetchall()]
