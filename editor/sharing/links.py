"""A document's link: who may come by it, with which role, until when. Owners set it; open pages follow at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from editor.accounts.models import User
from editor.accounts.tokens import digest_of
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import Access
from editor.documents.actions import announce, change_access, hold_rights
from editor.documents.models import Document, Role
from editor.sharing.models import Reach, ShareLink
from editor.sharing.secrets import link_secret


@dataclass(frozen=True, slots=True)
class Wish:
    """What a link is to be. `password`: None leaves the one it has, "" takes it away."""

    reach: Reach
    role: Role
    password: str | None = None
    expires_at: datetime | None = None
    is_indexed: bool = False


def set_link(access: Access, wish: Wish, by: User) -> ShareLink:
    """Makes the link or changes it. A new password, or another reach, makes another: who came by the old one is out."""
    # Before any lock: hashing takes long on purpose.
    password = make_password(wish.password) if wish.password else wish.password
    return _set(access, wish, password, by)


@transaction.atomic
def _set(access: Access, wish: Wish, password: str | None, by: User) -> ShareLink:
    link = _hold(access) or ShareLink(document=access.document, created_by=by)
    if link.pk is None or link.reach != wish.reach or password:
        _renew(link)
    link.reach, link.role, link.expires_at = wish.reach, wish.role, wish.expires_at
    link.password = link.password if password is None else password
    link.is_indexed = wish.is_indexed and wish.reach == Reach.ANYONE and not link.password
    link.save()
    record(
        "link.set",
        by,
        document=access.document.pk,
        subject=access.document.title,
        reach=Reach(link.reach).name.lower(),
        role=Role(link.role).name.lower(),
        password=bool(link.password),
        expires=link.expires_at.isoformat() if link.expires_at else None,
        indexed=link.is_indexed,
    )
    _changed(access.document)
    return link


@transaction.atomic
def renew_link(access: Access, by: User) -> None:
    """Another secret: the old address, and everybody who came by it, is out."""
    link = _hold(access)
    if link is None:
        return
    _renew(link)
    link.save(update_fields=["edition", "digest"])
    record("link.renewed", by, document=access.document.pk, subject=access.document.title)
    _changed(access.document)


@transaction.atomic
def remove_link(access: Access, by: User) -> None:
    link = _hold(access)
    if link is None:
        return
    link.delete()
    record("link.removed", by, document=access.document.pk, subject=access.document.title)
    _changed(access.document)


def find_link(secret: str) -> ShareLink | None:
    """The link in force that this secret opens, if its document isn't in the trash."""
    return _in_force().filter(digest=digest_of(secret)).first()


def find_asking_link(document_id: UUID) -> ShareLink | None:
    """The document's link for everybody signed in, if it asks for a password."""
    return _in_force().filter(document_id=document_id, reach=Reach.SIGNED_IN).exclude(password="").first()


def is_published(document_id: UUID) -> bool:
    """Whether anybody at all, search engines too, may read the document."""
    public = _in_force().filter(document_id=document_id, reach=Reach.ANYONE, is_indexed=True)
    return public.filter(password__exact="").exists()


def _in_force() -> QuerySet[ShareLink]:
    unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=Now())
    return ShareLink.objects.filter(unexpired, document__trashed_at__isnull=True).select_related("document")


def _hold(access: Access) -> ShareLink | None:
    tree.hold_tree()
    hold_rights(access, Role.OWNER)
    return ShareLink.objects.filter(document=access.document).first()


def _renew(link: ShareLink) -> None:
    link.edition = uuid4()
    link.digest = digest_of(link_secret(link))


def _changed(document: Document) -> None:
    change_access([document.pk])
    announce(document.pk, {"type": "members"})
