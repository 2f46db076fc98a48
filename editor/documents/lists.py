"""Lists of documents, and the one of the trash."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Func, IntegerField, OuterRef, Q, Subquery

from editor.accounts.models import User
from editor.documents.access import visible_documents, with_role
from editor.documents.models import Document, Role

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A document in a list: what its reader may do, who edited it last, if that is known, how many went to the trash
    with it, and what only the library knows: the way to it, and whether it is one of the reader's favourites."""

    document: Document
    role: Role
    editor: User | None
    with_it: int = 0
    way: Sequence[Any] = ()
    is_favourite: bool | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    rows: list[Row]
    page: Page[Document]


def editors_of(documents: Collection[Document]) -> dict[UUID | None, User]:
    """Who edited these documents last, by id, in one query."""
    return dict(User.objects.in_bulk({document.edited_by for document in documents if document.edited_by}))


def list_trash(user: User, number: str | None) -> Listing:
    """What the user may restore, the last moved first."""
    documents = visible_documents(user, Role.OWNER, trashed=True)
    alone = documents.filter(Q(trashed_with__isnull=True) | Q(trashed_with=F("pk")))
    shown = with_role(alone, user).annotate(with_it=_together()).select_related("trashed_by")
    page = Paginator(shown.defer("text", "violations").order_by("-trashed_at", "-id"), PER_PAGE).get_page(number)
    found: list[Any] = list(page)
    return Listing([Row(document, Role(document.role), None, document.with_it) for document in found], page)


def _together() -> Subquery:
    below = Document.objects.filter(trashed_with=OuterRef("pk")).exclude(pk=OuterRef("pk"))
    count = below.order_by().annotate(count=Func(F("pk"), function="count")).values("count")
    return Subquery(count, output_field=IntegerField())
