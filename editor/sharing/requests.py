"""Asking for access to a document that one may not open, and the owners' answer."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import Access, find_rights
from editor.documents.actions import announce, hold_rights
from editor.documents.members import members_changed
from editor.documents.models import Document, Grant, Membership, Role
from editor.notifications.notify import notify
from editor.sharing.limits import DECLINED_DAYS, MAX_REQUESTS
from editor.sharing.models import AccessRequest


@transaction.atomic
def ask(document_id: UUID, user: User, message: str) -> None:
    """Tells the owners, once. Nothing happens, and nobody can tell, where there is no such document, where the user may
    open it, or was declined lately."""
    document = Document.objects.filter(pk=document_id, trashed_at__isnull=True).first()
    if document is None or find_rights(user.pk, document_id) is not None:
        return
    waiting = AccessRequest.objects.filter(document=document)
    lately = timezone.now() - timedelta(days=DECLINED_DAYS)
    waiting.filter(user=user, declined_at__lt=lately).delete()
    if waiting.filter(user=user).exists() or waiting.filter(declined_at__isnull=True).count() >= MAX_REQUESTS:
        return
    request, is_new = AccessRequest.objects.get_or_create(document=document, user=user, defaults={"message": message})
    if not is_new:
        return
    record("access.asked", user, document=document.pk, subject=document.title)
    owners = _owners(document)
    notify("access_request", owners, actor=user, document=document, text=message, key=f"access-request:{request.pk}")
    announce(document.pk, {"type": "members"})


def _owners(document: Document) -> set[UUID]:
    nodes = [document.pk, *document.inherits_from]
    return set(Grant.objects.filter(node_id__in=nodes, role__gte=Role.OWNER).values_list("holder_id", flat=True))


@transaction.atomic
def allow(access: Access, request_id: UUID, role: Role, by: User) -> User | None:
    """Gives who asked the role; None where nobody waits with that request any more."""
    tree.hold_tree()
    hold_rights(access, Role.OWNER)
    request = _waiting(access, request_id)
    if request is None or not request.user.is_active:
        return None
    document = access.document
    membership, is_new = Membership.objects.get_or_create(document=document, user=request.user, defaults={"role": role})
    if not is_new and membership.role < role:
        membership.role = role
        membership.save(update_fields=["role"])
    request.delete()
    given = role.name.lower()
    record("access.allowed", by, document=document.pk, subject=document.title, person=request.user.email, role=given)
    members_changed(document.pk)
    notify("access_granted", [request.user], actor=by, document=document)
    return request.user


@transaction.atomic
def decline(access: Access, request_id: UUID, by: User) -> None:
    tree.hold_tree()
    hold_rights(access, Role.OWNER)
    request = _waiting(access, request_id)
    if request is None:
        return
    request.declined_at = timezone.now()
    request.save(update_fields=["declined_at"])
    document = access.document
    record("access.declined", by, document=document.pk, subject=document.title, person=request.user.email)
    announce(document.pk, {"type": "members"})


def _waiting(access: Access, request_id: UUID) -> AccessRequest | None:
    waiting = AccessRequest.objects.filter(pk=request_id, document=access.document, declined_at__isnull=True)
    return waiting.select_related("user").first()
