"""The lists of documents that a person sees."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet

from editor.accounts.models import User
from editor.documents.access import granted_nodes, reached, visible_documents, with_role
from editor.documents.models import Document, Role

PER_PAGE = 50
SHOWN = ("all", "mine", "shared")


@dataclass(frozen=True, slots=True)
class Row:
    """A document in a list: what its reader may do, and who edited it last, if that is known."""

    document: Document
    role: Role
    editor: User | None


@dataclass(frozen=True, slots=True)
class Listing:
    rows: list[Row]
    page: Page[Document]


def list_documents(user: User, shown: str, page: str | None) -> Listing:
    """The user's documents, the last edited first."""
    documents = visible_documents(user, Role.OWNER if shown == "mine" else Role.VIEWER)
    if shown == "shared":
        documents = documents.exclude(reached(granted_nodes(user, Role.OWNER)))
    return _listing(user, documents.order_by("-edited_at", "-id"), page)


def list_trash(user: User, page: str | None) -> Listing:
    """What the user may restore, the last moved first."""
    documents = visible_documents(user, Role.OWNER, trashed=True)
    alone = documents.filter(Q(trashed_with__isnull=True) | Q(trashed_with=F("pk")))
    return _listing(user, alone.order_by("-trashed_at", "-id"), page)


def _listing(user: User, documents: QuerySet[Document], number: str | None) -> Listing:
    page = Paginator(with_role(documents.defer("text", "violations"), user), PER_PAGE).get_page(number)
    found = list(page)
    editors: dict[UUID, User] = User.objects.in_bulk({document.edited_by for document in found if document.edited_by})
    rows = [
        Row(document, Role(cast("Any", document).role), editors.get(document.edited_by) if document.edited_by else None)
        for document in found
    ]
    return Listing(rows, page)
