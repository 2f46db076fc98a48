"""The lists around spaces: the spaces, and who is in one."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from editor.accounts.models import User
from editor.spaces.access import visible_spaces
from editor.spaces.models import Space, SpaceMember

PER_PAGE = 50


def list_spaces(user: User, number: str | None) -> Page[Any]:
    """The spaces that the user may see, by name."""
    return Paginator(visible_spaces(user), PER_PAGE).get_page(number)


def list_members(space: Space) -> QuerySet[Any]:
    """People and teams, owners first; each team with `people`, how many are in it."""
    members = SpaceMember.objects.filter(space=space).select_related("user", "team")
    return members.annotate(people=Count("team__members")).order_by("-role", "pk")
