"""Sharing with people and teams: from the one field of the dialog, and what can be done with each of them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import members, tree
from editor.documents.access import Access, find_rights
from editor.documents.actions import Refused, change_access, hold_rights
from editor.documents.models import Membership, Role
from editor.notifications.notify import notify
from editor.sharing import invitations, teams
from editor.sharing.models import LinkPass
from editor.teams.models import Team
from editor.teams.people import find_team, hold_person, known_people


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom to share with: chosen from what was offered, or typed."""

    text: str
    person_id: UUID | None = None
    team_id: UUID | None = None


@transaction.atomic
def share(access: Access, whom: Whom, role: Role, by: User) -> str:
    """Gives a person, a team or an address a role; what was done, in words. Raises Refused."""
    tree.hold_tree()
    team = _team_meant(whom, by)
    if team is not None:
        teams.share_with_team(access, team, role, by)
        return _("%(name)s was added.") % {"name": team.name}
    person = _person_meant(whom, by)
    if person is not None:
        add_person(access, person, role, by)
        return _("%(name)s was added.") % {"name": person.display_name}
    if "@" not in whom.text:
        raise Refused(_("Choose somebody from the list, or enter an e-mail address."))
    invitation = invitations.invite(access, whom.text, role, by)
    return _("An invitation is on its way to %(address)s.") % {"address": invitation.email}


def _team_meant(whom: Whom, by: User) -> Team | None:
    if whom.team_id is not None:
        return Team.objects.filter(pk=whom.team_id).first()
    return None if whom.person_id is not None else find_team(by, whom.text)


def _person_meant(whom: Whom, by: User) -> User | None:
    if whom.person_id is not None:
        return known_people(by).filter(pk=whom.person_id).first()
    return hold_person(by, whom.text)


@transaction.atomic
def add_person(access: Access, person: User, role: Role, by: User) -> None:
    members.add_member(access, person.email, role, by)
    notify("shared", [person], actor=by, document=access.document)


@transaction.atomic
def leave(access: Access, user: User) -> Role | None:
    """Gives up what the user was given here themselves; the role that is left, from a team, a space or above."""
    members.remove_member(access, user.pk, user)
    LinkPass.objects.filter(link__document=access.document, holder_id=user.pk).delete()
    change_access([access.document.pk])
    rights = find_rights(user.pk, access.document.pk)
    return None if rights is None else rights.role


@transaction.atomic
def hand_over(access: Access, person_id: UUID, by: User) -> User:
    """Makes somebody in the document its owner, and the owner who says so an editor. Raises Refused."""
    tree.hold_tree()
    hold_rights(access, Role.OWNER)
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None or person == by or find_rights(person_id, access.document.pk) is None:
        raise Refused(_("Share the document with that person first."))
    Membership.objects.update_or_create(document=access.document, user=person, defaults={"role": Role.OWNER})
    Membership.objects.filter(document=access.document, user=by).update(role=Role.EDITOR)
    record("document.handed_over", by, document=access.document.pk, subject=access.document.title, person=person.email)
    members.members_changed(access.document.pk)
    notify("ownership", [person], actor=by, document=access.document)
    return person
