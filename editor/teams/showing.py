"""What a team's page shows."""

from typing import Any

from editor.teams.access import TeamAccess
from editor.teams.forms import PersonForm
from editor.teams.lists import list_members


def team_context(access: TeamAccess, form: PersonForm) -> dict[str, Any]:
    members = list_members(access.team) if access.may_see_members else []
    return {"access": access, "team": access.team, "members": members, "form": form}
