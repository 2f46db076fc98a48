"""The gate to a team. Its name is known to everybody signed in, who may share with it; who is in it, to those in it and
to the administration."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from editor.accounts.models import User
from editor.teams.models import Team, TeamMember


def keeps_teams(user: User) -> bool:
    """Whether the user is of the administration, and may change teams there."""
    return user.is_staff and user.has_perm("editor.change_team")


class TeamNotFound(Http404):
    """There is no such team, or what was asked for isn't for this person."""


@dataclass(frozen=True, slots=True)
class TeamAccess:
    """A team together with what somebody is in it."""

    team: Team
    is_member: bool
    is_manager: bool
    keeps_teams: bool

    @property
    def may_see_members(self) -> bool:
        return self.is_member or self.keeps_teams

    @property
    def may_manage(self) -> bool:
        return self.is_manager or self.keeps_teams


def access_team(user: User, team_id: UUID, *, managing: bool = False, inside: bool = False) -> TeamAccess:
    """The team; `managing` asks for who keeps it, `inside` for who may see its members. Raises TeamNotFound."""
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise TeamNotFound
    person = User.objects.filter(pk=user.pk, is_active=True).first()
    if person is None:
        raise TeamNotFound
    manages = TeamMember.objects.filter(team=team, user=user).values_list("is_manager", flat=True).first()
    access = TeamAccess(team, manages is not None, bool(manages), keeps_teams(person))
    if (managing and not access.may_manage) or (inside and not access.may_see_members):
        raise TeamNotFound
    return access
