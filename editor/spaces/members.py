"""Who belongs to a space, by person or by team, and what it is for everybody else."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents.access import has_owner
from editor.documents.actions import Refused, change_access
from editor.documents.models import Role
from editor.notifications.notify import notify
from editor.spaces.access import SpaceAccess, SpaceNotFound
from editor.spaces.actions import hold_space
from editor.spaces.limits import MAX_SPACE_MEMBERS
from editor.spaces.models import Space, SpaceMember
from editor.teams.models import Team
from editor.teams.people import find_team, hold_person

TEAM_PREFIX = "team:"
"""Before a team's id, where a person or a team can be named."""


@transaction.atomic
def add_to_space(access: SpaceAccess, text: str, role: Role, by: User) -> str:
    """Gives a team or a person a role, and answers with their name.

    `text` is what was typed (an address, a name) or picked (a team's id). Raises Refused where there is nobody, or no
    room, or they have a role already.
    """
    space = hold_space(access, by, Role.OWNER).space
    meant = _meant(by, text)
    name = str(meant)
    members = SpaceMember.objects.filter(space=space)
    if members.filter(team=meant).exists() if isinstance(meant, Team) else members.filter(user=meant).exists():
        raise Refused(_("%(name)s is in this space already. Change the role below.") % {"name": name})
    if members.count() >= MAX_SPACE_MEMBERS:
        raise Refused(_("A space can have %(count)d people and teams at most.") % {"count": MAX_SPACE_MEMBERS})
    if isinstance(meant, Team):
        SpaceMember.objects.create(space=space, team=meant, role=role)
        told = list(meant.members.values_list("user_id", flat=True))
    else:
        SpaceMember.objects.create(space=space, user=meant, role=role)
        told = [meant.pk]
    _changed(space, "space.shared", by, meant, role)
    notify("invitation", told, actor=by, subject=space.name, target_url=reverse("space", args=[space.pk]))
    return name


def _meant(by: User, text: str) -> User | Team:
    if team := _team_meant(by, text):
        return team
    if (person := hold_person(by, text)) is None:
        raise Refused(_("There is no account with this address, and no team of this name."))
    return person


def _team_meant(by: User, text: str) -> Team | None:
    if not text.startswith(TEAM_PREFIX):
        return find_team(by, text)
    try:
        return Team.objects.filter(pk=UUID(text.removeprefix(TEAM_PREFIX))).first()
    except ValueError:
        return None


@transaction.atomic
def change_space_role(access: SpaceAccess, member_id: int, role: Role, by: User) -> None:
    """Gives a member another role. Raises Refused if no owner would be left; ignores those who are no members."""
    space = hold_space(access, by, Role.OWNER).space
    member = _members(space).filter(pk=member_id).exclude(role=role).first()
    if member is not None:
        SpaceMember.objects.filter(pk=member.pk).update(role=role)
        _require_owner(space)
        _changed(space, "space.role_changed", by, _who(member), role)


@transaction.atomic
def remove_from_space(access: SpaceAccess, member_id: int, by: User) -> None:
    """Takes a member out; everybody may take out themselves. Raises Refused if no owner would be left."""
    held = hold_space(access, by, Role.VIEWER)
    member = _members(held.space).filter(pk=member_id).first()
    if not held.may_share and (member is None or member.user_id != by.pk):
        raise SpaceNotFound
    if member is not None:
        SpaceMember.objects.filter(pk=member.pk).delete()
        _require_owner(held.space)
        _changed(held.space, "space.unshared", by, _who(member), None)


@transaction.atomic
def set_open_role(access: SpaceAccess, role: Role | None, by: User) -> None:
    """What everybody who is signed in may do here."""
    space = hold_space(access, by, Role.OWNER).space
    if space.open_role != role:
        Space.objects.filter(pk=space.pk).update(open_role=role)
        record("space.opened" if role else "space.closed", by, subject=space.name, role=role and role.label)
        change_access([space.pk])


def _members(space: Space) -> QuerySet[SpaceMember]:
    return SpaceMember.objects.filter(space=space).select_related("user", "team")


def _who(member: SpaceMember) -> User | Team:
    who = member.user or member.team
    if who is None:
        raise ValueError("a member of a space is a person or a team: the database sees to it")
    return who


def _require_owner(space: Space) -> None:
    """Looks at what the rows say now; a team in which nobody is left owns nothing."""
    if not has_owner([space.pk]):
        raise Refused(_("A space needs an owner. Make somebody else the owner first."))


def _changed(space: Space, action: str, by: User, who: User | Team, role: Role | None) -> None:
    person = who.email if isinstance(who, User) else None
    team = who.name if isinstance(who, Team) else None
    record(action, by, subject=space.name, person=person, team=team, role=role and role.label)
    change_access([space.pk])
