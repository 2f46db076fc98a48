"""Whom a document can refer to, those who may open it; and the titles of documents that it refers to."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from editor.accounts.models import User
from editor.documents.access import Access, readers_of, visible_documents
from editor.documents.limits import MAX_OFFERED
from editor.documents.models import Grant
from editor.documents.ports import acquaintances

_BY_NAME = [Grant.Via.PERSON, Grant.Via.TEAM, Grant.Via.SPACE]
"""What somebody was given by name, and not as one of everybody."""


def is_inside(access: Access) -> bool:
    """Whether the reader was let in by name, by whatever way. Only they are told other people's addresses."""
    return _grants_on(access).filter(holder_id=access.reader_id).exists()


def find_people(access: Access, query: str, *, by_address: bool) -> list[User]:
    """Those who may open the document and whose name (or address) begins a word with the query, by name.

    Where a link or an open space lets in everybody, those of them whom the reader doesn't meet by name aren't told.
    """
    people = _people_of(access).filter(Q(pk__in=_grants_on(access).values("holder_id")) | Q(pk__in=_met_by(access)))
    if wanted := query.strip():
        named = Q(name__istartswith=wanted) | Q(name__icontains=f" {wanted}")
        if by_address:
            named |= Q(email__istartswith=wanted)
        people = people.filter(named)
    return list(people.order_by("name", "email")[:MAX_OFFERED])


def find_others(access: Access, user: User, query: str) -> list[User]:
    """To somebody who writes here: people whom they know from elsewhere, and who may not open the document."""
    if not access.rights.may_write or not query.strip():
        return []
    known = acquaintances().known_by_name(user, query)
    return list(known.exclude(pk__in=readers_of(access.document))[:MAX_OFFERED])


def people_among(access: Access, user_ids: Collection[UUID]) -> list[User]:
    """Those of them who may open the document; of others nothing is told."""
    return list(_people_of(access).filter(pk__in=user_ids))


def titles_among(user: User, document_ids: Collection[UUID]) -> dict[UUID, str]:
    """The titles of those of the documents that the user may open; the others are absent."""
    return dict(visible_documents(user).filter(pk__in=document_ids).values_list("pk", "title"))


def _people_of(access: Access) -> QuerySet[User]:
    return User.objects.filter(is_active=True, pk__in=readers_of(access.document))


def _grants_on(access: Access) -> QuerySet[Grant]:
    return Grant.objects.filter(node_id__in=[access.document.pk, *access.document.inherits_from], via__in=_BY_NAME)


def _met_by(access: Access) -> QuerySet[Any]:
    """Those who are by name where the reader is by name."""
    places = Grant.objects.filter(holder_id=access.reader_id, via__in=_BY_NAME).values("node_id")
    return Grant.objects.filter(node_id__in=places, via__in=_BY_NAME).values("holder_id")
