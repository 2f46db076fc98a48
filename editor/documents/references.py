"""Whom a document can refer to, those who may open it; and the titles of documents that it refers to."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from editor.accounts.models import User
from editor.documents.access import Access, readers_of, visible_documents
from editor.documents.limits import MAX_OFFERED


def find_people(access: Access, query: str) -> list[User]:
    """Those who may open the document and whose name (or address) begins a word with the query, by name."""
    people = _people_of(access)
    if wanted := query.strip():
        people = people.filter(
            Q(name__istartswith=wanted) | Q(name__icontains=f" {wanted}") | Q(email__istartswith=wanted)
        )
    return list(people.order_by("name", "email")[:MAX_OFFERED])


def people_among(access: Access, user_ids: Collection[UUID]) -> list[User]:
    """Those of them who may open the document; of others nothing is told."""
    return list(_people_of(access).filter(pk__in=user_ids))


def titles_among(user: User, document_ids: Collection[UUID]) -> dict[UUID, str]:
    """The titles of those of the documents that the user may open; the others are absent."""
    return dict(visible_documents(user).filter(pk__in=document_ids).values_list("pk", "title"))


def _people_of(access: Access) -> QuerySet[User]:
    return User.objects.filter(is_active=True, pk__in=readers_of(access.document))
