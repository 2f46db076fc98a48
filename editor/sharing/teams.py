"""The teams that a document is shared with. Their people get the role together, and lose it together."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import Access, has_owner
from editor.documents.actions import Refused, hold_rights
from editor.documents.members import members_changed
from editor.documents.models import Role
from editor.notifications.notify import notify
from editor.sharing.limits import MAX_TEAMS
from editor.sharing.models import TeamShare
from editor.teams.models import Team, TeamMember


@transaction.atomic
def share_with_team(access: Access, team: Team, role: Role, by: User) -> None:
    """Raises Refused where the team is there already, or no other fits in."""
    _hold(access)
    shares = TeamShare.objects.filter(document=access.document)
    if shares.filter(team=team).exists():
        raise Refused(_("%(team)s has access already. Change the role below.") % {"team": team.name})
    if shares.count() >= MAX_TEAMS:
        raise Refused(_("A document can be shared with %(most)d teams at most.") % {"most": MAX_TEAMS})
    TeamShare.objects.create(document=access.document, team=team, role=role)
    _changed(access, "document.shared", by, team, role)
    people = TeamMember.objects.filter(team=team).values_list("user_id", flat=True)
    notify("shared", people, actor=by, document=access.document)


@transaction.atomic
def change_team_role(access: Access, team_id: UUID, role: Role, by: User) -> None:
    _hold(access)
    share = TeamShare.objects.filter(document=access.document, team_id=team_id).select_related("team").first()
    if share is None or share.role == role:
        return
    share.role = role
    share.save(update_fields=["role"])
    _require_owner(access)
    _changed(access, "document.role_changed", by, share.team, role)


@transaction.atomic
def unshare_with_team(access: Access, team_id: UUID, by: User) -> None:
    _hold(access)
    share = TeamShare.objects.filter(document=access.document, team_id=team_id).select_related("team").first()
    if share is None:
        return
    share.delete()
    _require_owner(access)
    _changed(access, "document.unshared", by, share.team, None)


def _hold(access: Access) -> None:
    tree.hold_tree()
    hold_rights(access, Role.OWNER)
    access.document.refresh_from_db(fields=["inherits_from"])


def _require_owner(access: Access) -> None:
    if not has_owner([access.document.pk, *access.document.inherits_from]):
        raise Refused(_("A document needs an owner. Make somebody else the owner first."))


def _changed(access: Access, action: str, by: User, team: Team, role: Role | None) -> None:
    document = access.document
    given = None if role is None else role.name.lower()
    record(action, by, document=document.pk, subject=document.title, team=team.name, role=given)
    members_changed(document.pk)
