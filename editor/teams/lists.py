"""The lists around teams: the teams, and who is in one."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from editor.accounts.models import User
from editor.teams.access import keeps_teams
from editor.teams.models import Team, TeamMember

PER_PAGE = 50


def list_teams(user: User, number: str | None) -> Page[Any]:
    """The teams that the user is in, for their keepers all: each with `people`, `is_mine` and `is_manager`."""
    mine = TeamMember.objects.filter(team=OuterRef("pk"), user=user)
    teams = Team.objects.annotate(
        people=Count("members"),
        is_mine=Exists(mine),
        is_manager=Coalesce(Subquery(mine.values("is_manager")), Value(False), output_field=BooleanField()),
    )
    if not keeps_teams(user):
        teams = teams.filter(pk__in=TeamMember.objects.filter(user=user).values("team_id"))
    return Paginator(teams.order_by("name", "pk"), PER_PAGE).get_page(number)


def list_members(team: Team) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(team=team).select_related("user").order_by("-is_manager", "user__name", "pk")
