"""The lists of documents that a person sees."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from editor.accounts.models import User
from editor.documents.access import visible_documents
from editor.documents.models import Document, Role

PER_PAGE = 50
SHOWN: dict[str, tuple[Role, ...]] = {
    "all": tuple(Role),
    "mine": (Role.OWNER,),
    "shared": (Role.VIEWER, Role.COMMENTER, Role.EDITOR),
}


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
    return _listing(visible_documents(user, SHOWN[shown]).order_by("-edited_at", "-id"), page)


def list_trash(user: User, page: str | None) -> Listing:
    """What the user may restore, the last moved first."""
    return _listing(visible_documents(user, [Role.OWNER], trashed=True).order_by("-trashed_at", "-id"), page)


def _listing(documents: QuerySet[Document], number: str | None) -> Listing:
    page = Paginator(documents.defer("text", "violations"), PER_PAGE).get_page(number)
    found = list(page)
    editors: dict[UUID, User] = User.objects.in_bulk({document.edited_by for document in found if document.edited_by})
    rows = [
        Row(document, Role(cast("Any", document).role), editors.get(document.edited_by) if document.edited_by else None)
        for document in found
    ]
    return Listing(rows, page)
