"""The only gate to a document. Nothing else turns a user and an id into a `Document`."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404

from editor.accounts.models import User
from editor.documents.models import Document, Membership, Role


class DocumentNotFound(Http404):
    """There is no such document, or not for this user: the two are never told apart."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What a user may do with a document, as of an access version."""

    role: Role
    access_version: int
    generation: UUID

    @property
    def may_write(self) -> bool:
        return self.role >= Role.EDITOR

    @property
    def may_share(self) -> bool:
        return self.role >= Role.OWNER


@dataclass(frozen=True, slots=True)
class Access:
    """A document together with what its reader may do with it."""

    document: Document
    rights: Rights
    user_id: UUID


def access_document(user: User, document_id: UUID, minimum: Role = Role.VIEWER, *, trashed: bool = False) -> Access:
    """The document, if `user` has at least the role `minimum` in it; in the trash only where `trashed` asks for that.

    Raises DocumentNotFound for everything else.
    """
    rights = find_rights(user.pk, document_id, trashed=trashed)
    if rights is None or rights.role < minimum:
        raise DocumentNotFound
    return Access(Document.objects.get(pk=document_id), rights, user.pk)


def recheck(access: Access, minimum: Role) -> None:
    """Asks again, where the document's log head is locked: no change of rights gets in between from now on.

    Raises DocumentNotFound.
    """
    rights = find_rights(access.user_id, access.document.pk, trashed=access.document.is_trashed)
    if rights is None or rights.role < minimum:
        raise DocumentNotFound


def find_rights(user_id: UUID, document_id: UUID, *, trashed: bool = False) -> Rights | None:
    """What the user may do now, role and access version read in one statement; None where that is nothing."""
    return rights_of(document_id, [user_id], trashed=trashed).get(user_id)


def rights_of(document_id: UUID, user_ids: Collection[UUID], *, trashed: bool = False) -> dict[UUID, Rights]:
    """The same for many users at once; who may do nothing is absent."""
    rows = Membership.objects.filter(
        user_id__in=user_ids,
        user__is_active=True,
        document_id=document_id,
        document__trashed_at__isnull=not trashed,
    ).values_list("user_id", "role", "document__log_head__access_version", "document__log_head__generation")
    return {row[0]: Rights(Role(row[1]), row[2], row[3]) for row in rows}


def visible_documents(
    user: User, roles: Collection[Role] = tuple(Role), *, trashed: bool = False
) -> QuerySet[Document]:
    """The documents in which the user has one of these roles, each with that `role` on it."""
    return Document.objects.filter(
        memberships__user=user,
        memberships__user__is_active=True,
        memberships__role__in=roles,
        trashed_at__isnull=not trashed,
    ).annotate(role=F("memberships__role"))
