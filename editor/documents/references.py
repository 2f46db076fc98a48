"""What a document can refer to: people who may open it, and documents that its writer may open."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from editor.accounts.models import User
from editor.documents.access import Access, readers_of, visible_documents
from editor.documents.limits import MAX_OFFERED
from editor.documents.models import Document


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


def find_documents(user: User, query: str) -> list[Document]:
    """The user's documents with the query in their title: those that begin with it first, then the last edited."""
    documents = visible_documents(user).filter(is_template=False).defer("text")
    if wanted := query.strip():
        begins = Case(When(title__istartswith=wanted, then=Value(0)), default=Value(1), output_field=IntegerField())
        return list(documents.filter(title__icontains=wanted).order_by(begins, "-edited_at", "-id")[:MAX_OFFERED])
    return list(documents.order_by("-edited_at", "-id")[:MAX_OFFERED])


def titles_among(user: User, document_ids: Collection[UUID]) -> dict[UUID, str]:
    """The titles of those of the documents that the user may open; the others are absent."""
    return dict(visible_documents(user).filter(pk__in=document_ids).values_list("pk", "title"))


def _people_of(access: Access) -> QuerySet[User]:
    return User.objects.filter(is_active=True, pk__in=readers_of(access.document))
