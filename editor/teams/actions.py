"""Everything that is done to a team. Each action is atomic, and open documents that are shared with the team follow it
within a second."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import without_owner
from editor.documents.actions import Refused, change_access
from editor.documents.models import Role
from editor.notifications.notify import notify
from editor.teams.access import TeamAccess, access_team, keeps_teams
from editor.teams.limits import MAX_TEAM_MEMBERS
from editor.teams.models import Team, TeamMember
from editor.teams.people import hold_person


@transaction.atomic
def create_team(user: User, name: str, description: str) -> Team:
    """A team that the user manages. Raises Refused where there is one of that name."""
    team = _save(Team(name=name, description=description, created_by=user))
    TeamMember.objects.create(team=team, user=user, is_manager=True)
    record("team.created", user, subject=team.name)
    return team


@transaction.atomic
def change_team(access: TeamAccess, by: User, name: str, description: str) -> None:
    """Gives it another name and description. Raises Refused where another team has that name."""
    team = access_team(by, access.team.pk, managing=True).team
    before, team.name, team.description = team.name, name, description
    _save(team)
    record("team.changed", by, subject=name, before=before)


def _save(team: Team) -> Team:
    try:
        team.clean()
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise Refused(_("There is a team with this name already.")) from None
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    return team


@transaction.atomic
def delete_team(access: TeamAccess, by: User) -> None:
    """Its people lose what they had through it. Raises Refused where that would leave something without an owner."""
    team = _hold(access, by, managing=True)
    nodes = shared_nodes(team)
    with keeping_owners(team):
        record("team.deleted", by, subject=team.name, people=team.members.count(), shared=len(nodes))
        team.delete()
    change_access(nodes)


@transaction.atomic
def add_to_team(access: TeamAccess, text: str, by: User) -> User:
    """Adds the person with this address, or of this name. Raises Refused where there is nobody, or no room."""
    team = _hold(access, by, managing=True)
    user = hold_person(by, text)
    if user is None:
        raise Refused(_("Nobody with this address has an account yet."))
    members = set(team.members.values_list("user_id", flat=True))
    if user.pk in members:
        raise Refused(_("%(person)s is in this team already.") % {"person": user.display_name})
    if len(members) >= MAX_TEAM_MEMBERS:
        raise Refused(_("A team can have %(count)d people at most.") % {"count": MAX_TEAM_MEMBERS})
    TeamMember.objects.create(team=team, user=user)
    _changed(team, "team.added", by, user)
    notify("invitation", [user], actor=by, subject=team.name, target_url=reverse("team", args=[team.pk]))
    return user


@transaction.atomic
def remove_from_team(access: TeamAccess, user_id: UUID, by: User) -> None:
    """Takes somebody out; everybody may take out themselves.

    Raises Refused where nobody would manage the team, or own what is shared with it.
    """
    team = _hold(access, by, managing=user_id != by.pk)
    member = TeamMember.objects.filter(team=team, user_id=user_id).select_related("user").first()
    if member is None:
        return
    with keeping_owners(team):
        member.delete()
    _require_manager(team, by)
    _changed(team, "team.removed", by, member.user)


@transaction.atomic
def set_manager(access: TeamAccess, user_id: UUID, by: User, *, is_manager: bool) -> None:
    """Lets a member keep the team, or no longer. Raises Refused where nobody would."""
    team = _hold(access, by, managing=True)
    changed = TeamMember.objects.filter(team=team, user_id=user_id).exclude(is_manager=is_manager)
    if changed.update(is_manager=is_manager):
        _require_manager(team, by)
        action = "team.manager_made" if is_manager else "team.manager_removed"
        record(action, by, subject=team.name, person=User.objects.get(pk=user_id).email)


def shared_nodes(team: Team, minimum: Role = Role.VIEWER) -> list[UUID]:
    """The documents and spaces that are shared with the team."""
    documents = team.shares.filter(role__gte=minimum).values_list("document_id", flat=True)
    spaces = team.spaces.filter(role__gte=minimum).values_list("space_id", flat=True)
    return [*documents, *spaces]


@contextmanager
def keeping_owners(team: Team) -> Iterator[None]:
    """Raises Refused when what happens within leaves a document or a space without an owner."""
    shares = team.shares.filter(role=Role.OWNER).select_related("document")
    spaces = team.spaces.filter(role=Role.OWNER).select_related("space")
    names = {share.document_id: str(share.document) for share in shares}
    names |= {share.space_id: str(share.space) for share in spaces}
    before = without_owner(names)
    yield
    if lost := without_owner(names) - before:
        raise Refused(
            _("Nobody else owns “%(name)s”. Give it another owner first.") % {"name": min(names[node] for node in lost)}
        )


def _hold(access: TeamAccess, by: User, *, managing: bool) -> Team:
    """Nobody else changes the team's people, or rights, before the transaction ends. Raises TeamNotFound."""
    tree.hold_tree()
    return access_team(by, access.team.pk, managing=managing, inside=True).team


def _require_manager(team: Team, by: User) -> None:
    """The administration keeps a team that has no manager."""
    if not keeps_teams(by) and not team.members.filter(is_manager=True, user__is_active=True).exists():
        raise Refused(_("A team needs a manager. Make somebody else a manager first, or delete the team."))


def _changed(team: Team, action: str, by: User, user: User) -> None:
    record(action, by, subject=team.name, person=user.email)
    change_access(shared_nodes(team))
