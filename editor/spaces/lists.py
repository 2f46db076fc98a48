"""The lists around spaces: the spaces, the documents at the top of one, and who is in it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from editor.accounts.models import User
from editor.documents.access import visible_documents, with_role
from editor.documents.lists import Listing, Row
from editor.documents.models import Role
from editor.spaces.access import visible_spaces
from editor.spaces.models import Space, SpaceMember

PER_PAGE = 50


def list_spaces(user: User, number: str | None) -> Page[Any]:
    """The spaces that the user may see, by name."""
    return Paginator(visible_spaces(user), PER_PAGE).get_page(number)


def list_documents(space: Space, user: User, number: str | None) -> Listing:
    """The documents at the top of the space that the user may open, in the space's order."""
    documents = visible_documents(user).filter(space=space, parent__isnull=True).defer("text", "violations")
    page = Paginator(with_role(documents.order_by("position", "pk"), user), PER_PAGE).get_page(number)
    found: list[Any] = list(page)
    editors: dict[UUID, User] = User.objects.in_bulk({document.edited_by for document in found if document.edited_by})
    return Listing([Row(document, Role(document.role), editors.get(document.edited_by)) for document in found], page)


def list_members(space: Space) -> QuerySet[Any]:
    """People and teams, owners first; each team with `people`, how many are in it."""
    members = SpaceMember.objects.filter(space=space).select_related("user", "team")
    return members.annotate(people=Count("team__members")).order_by("-role", "pk")
