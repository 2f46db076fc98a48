"""The lists of documents on the home page."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import User
from editor.documents.access import granted_nodes, reached, visible_documents, with_role
from editor.documents.lists import PER_PAGE, Listing, Row, editors_of
from editor.documents.models import Document, Role
from editor.library.favourites import favourites_of, with_star
from editor.library.listed import in_lists_of
from editor.library.models import Opening
from editor.library.privacy import nobody_but
from editor.library.whereabouts import ways_to

SHOWN = {
    "all": _("All"),
    "recent": _("Recent"),
    "mine": _("Mine"),
    "shared": _("Shared with me"),
    "private": _("Private"),
    "favourites": _("Favourites"),
}


def list_documents(user: User, shown: str, number: str | None) -> Listing:
    """The documents that are asked for, as `SHOWN` has it, in an order that suits them."""
    return listing_of(user, _documents(user, shown).filter(is_template=False), number)


def listing_of(user: User, documents: QuerySet[Document], number: str | None, *, with_ways: bool = True) -> Listing:
    """One page of these documents, which the user may open; `with_ways` where they come from many places."""
    documents = with_star(with_role(documents, user), user)
    page = Paginator(documents.defer("text", "violations"), PER_PAGE).get_page(number)
    found: list[Any] = list(page)
    ways = ways_to(found, user) if with_ways else {}
    editors = editors_of(found)
    rows = [
        Row(
            document,
            Role(document.role),
            editors.get(document.edited_by),
            way=ways.get(document.pk, []),
            is_favourite=document.is_favourite,
        )
        for document in found
    ]
    return Listing(rows, page)


def _documents(user: User, shown: str) -> QuerySet[Document]:
    if shown == "favourites":
        return favourites_of(user)
    if shown == "recent":
        return _recent(user)
    documents = visible_documents(user, Role.OWNER if shown in {"mine", "private"} else Role.VIEWER)
    documents = documents.filter(in_lists_of(user))
    if shown == "shared":
        documents = documents.exclude(reached(granted_nodes(user, Role.OWNER)))
    if shown == "private":
        documents = documents.filter(nobody_but(user))
    return documents.order_by("-edited_at", "-id")


def _recent(user: User) -> QuerySet[Document]:
    """What the user opened, the last opened first."""
    opened = Opening.objects.filter(user=user, document=OuterRef("pk")).values("opened_at")[:1]
    documents = visible_documents(user).annotate(opened_at=Subquery(opened))
    return documents.filter(opened_at__isnull=False).order_by("-opened_at")
