"""Giving documents to somebody else, without asking for rights: for the administration."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Q, QuerySet

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import grants_reaching
from editor.documents.members import members_changed
from editor.documents.models import Document, Membership, Role


def owned_alone(user: User) -> QuerySet[Document]:
    """Documents that would have no owner without this person, in the trash or not."""
    others = grants_reaching().filter(role__gte=Role.OWNER).exclude(holder_id=user.pk)
    own = Document.objects.filter(memberships__user=user, memberships__role=Role.OWNER, removed_at__isnull=True)
    return own.filter(~Exists(others)).order_by("title", "pk")


@transaction.atomic
def change_owner(
    document_ids: Collection[UUID], new: User, by: User, keeps: Role | None, instead_of: User | None = None
) -> int:
    """Makes somebody the owner. Those who were keep the role `keeps`, or none; only `instead_of`, if that is given."""
    tree.hold_tree()
    documents = list(Document.objects.filter(pk__in=document_ids, removed_at__isnull=True).only("pk", "title"))
    for document in documents:
        _replace_owners(document, new, keeps, Q() if instead_of is None else Q(user=instead_of))
        record("document.owner_changed", by, document=document.pk, subject=document.title, person=new.email)
        members_changed(document.pk)
    return len(documents)


def _replace_owners(document: Document, new: User, keeps: Role | None, whom: Q) -> None:
    owners = Membership.objects.filter(whom, document=document, role=Role.OWNER).exclude(user=new)
    if keeps is None:
        owners.delete()
    else:
        owners.update(role=keeps)
    Membership.objects.update_or_create(document=document, user=new, defaults={"role": Role.OWNER})
