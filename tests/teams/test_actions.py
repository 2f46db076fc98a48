"""What is done to a team, and what follows for what it is shared with."""

import pytest
from django.test import TestCase

from editor.accounts.actions import set_active
from editor.audit.models import AuditEvent
from editor.documents.access import find_rights
from editor.documents.actions import Refused
from editor.documents.models import Membership, Role
from editor.teams import actions
from editor.teams.access import TeamNotFound, access_team
from editor.teams.models import Team, TeamMember
from tests.documents.conftest import Recording
from tests.groups import make_space, make_team, managing, share_with, team_in
from tests.people import access_version, make_clerk, make_document, make_user

pytestmark = pytest.mark.django_db


def people_in(team: Team) -> set[str]:
    return set(TeamMember.objects.filter(team=team).values_list("user__name", flat=True))


def test_whoever_makes_a_team_manages_it() -> None:
    ada = make_user("Ada")
    team = actions.create_team(ada, "Design", "Draws")
    assert managing(team, ada).is_manager
    assert AuditEvent.objects.filter(action="team.created", actor=ada.pk, subject="Design").exists()


def test_a_name_is_there_once_without_regard_to_case() -> None:
    ada = make_user("Ada")
    make_team(ada, name="Design")
    other = make_team(ada, name="Sales")
    with pytest.raises(Refused, match="this name"):
        actions.create_team(ada, "DESIGN", "")
    with pytest.raises(Refused, match="this name"):
        actions.change_team(managing(other, ada), ada, "design", "")


def test_adding_and_removing_somebody_raises_the_versions_of_what_is_shared(told: Recording) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    team, document, space = make_team(ada), make_document(ada), make_space(ada)
    share_with(team, document, Role.EDITOR)
    team_in(space, team, Role.VIEWER)
    before = access_version(document)
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.add_to_team(managing(team, ada), ben.email.upper(), ada)
    rights = find_rights(ben.pk, document.pk)
    assert rights is not None
    assert (rights.role, rights.access_version) == (Role.EDITOR, before + 1)
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.remove_from_team(managing(team, ada), ben.pk, ada)
    assert find_rights(ben.pk, document.pk) is None
    assert access_version(document) == before + 2
    assert told.access_changed == [document.pk, document.pk]


def test_only_those_who_keep_the_team_change_it() -> None:
    ada, ben, cho, staff = make_user("Ada"), make_user("Ben"), make_user("Cho"), make_clerk("change_team", name="Root")
    team = make_team(ada, ben)
    for user in (ben, cho):
        with pytest.raises(TeamNotFound):
            actions.add_to_team(access_team(user, team.pk), cho.email, user)
        with pytest.raises(TeamNotFound):
            actions.remove_from_team(access_team(user, team.pk), ada.pk, user)
        with pytest.raises(TeamNotFound):
            actions.set_manager(access_team(user, team.pk), user.pk, user, is_manager=True)
        with pytest.raises(TeamNotFound):
            actions.delete_team(access_team(user, team.pk), user)
    actions.add_to_team(access_team(staff, team.pk), cho.email, staff)
    assert people_in(team) == {"Ada", "Ben", "Cho"}


def test_somebody_who_was_a_manager_when_they_asked_is_none_any_more() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    team = make_team(ada, ben)
    actions.set_manager(managing(team, ada), ben.pk, ada, is_manager=True)
    before = managing(team, ben)
    actions.set_manager(managing(team, ada), ben.pk, ada, is_manager=False)
    with pytest.raises(TeamNotFound):
        actions.remove_from_team(before, ada.pk, ben)


def test_the_last_manager_stays_unless_the_administration_takes_over() -> None:
    ada, ben, staff = make_user("Ada"), make_user("Ben"), make_clerk("change_team", name="Root")
    team = make_team(ada, ben)
    with pytest.raises(Refused, match="needs a manager"):
        actions.remove_from_team(managing(team, ada), ada.pk, ada)
    with pytest.raises(Refused, match="needs a manager"):
        actions.set_manager(managing(team, ada), ada.pk, ada, is_manager=False)
    actions.remove_from_team(access_team(staff, team.pk), ada.pk, staff)
    assert people_in(team) == {"Ben"}
    assert not managing(team, ben).may_manage


def test_everybody_may_leave() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    team = make_team(ada, ben)
    actions.remove_from_team(managing(team, ben), ben.pk, ben)
    assert people_in(team) == {"Ada"}


def test_who_is_unknown_ambiguous_deactivated_or_there_already_is_refused() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    gone = make_user("Gone")
    set_active(gone.pk, active=False)
    team = make_team(ada, ben)
    for text in ("nobody@example.org", gone.email, "Nobody", ""):
        with pytest.raises(Refused, match="Nobody with this address"):
            actions.add_to_team(managing(team, ada), text, ada)
    with pytest.raises(Refused, match="already"):
        actions.add_to_team(managing(team, ada), ben.email, ada)


def test_a_name_is_enough_for_somebody_one_knows() -> None:
    ada, ben, stranger = make_user("Ada"), make_user("Ben"), make_user("Cho")
    make_document(ada, ben=(ben, Role.VIEWER))
    team = make_team(ada)
    assert actions.add_to_team(managing(team, ada), "ben", ada) == ben
    with pytest.raises(Refused):
        actions.add_to_team(managing(team, ada), stranger.name, ada)


def test_a_team_has_room_for_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    monkeypatch.setattr(actions, "MAX_TEAM_MEMBERS", 1)
    with pytest.raises(Refused, match="at most"):
        actions.add_to_team(managing(make_team(ada), ada), ben.email, ada)


def test_deleting_a_team_takes_away_what_came_through_it() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    team, document = make_team(ada, ben), make_document(ada)
    share_with(team, document, Role.EDITOR)
    before = access_version(document)
    actions.delete_team(managing(team, ada), ada)
    assert find_rights(ben.pk, document.pk) is None
    assert access_version(document) == before + 1
    event = AuditEvent.objects.get(action="team.deleted", subject=team.name)
    assert event.details == {"people": 2, "shared": 1}


def test_nothing_is_left_without_an_owner() -> None:
    ada, staff = make_user("Ada"), make_clerk("change_team", name="Root")
    team, document = make_team(ada), make_document(ada, "Plan")
    share_with(team, document, Role.OWNER)
    Membership.objects.filter(document=document).delete()
    with pytest.raises(Refused, match="Nobody else owns “Plan”"):
        actions.delete_team(managing(team, ada), ada)
    with pytest.raises(Refused, match="Nobody else owns “Plan”"):
        actions.remove_from_team(access_team(staff, team.pk), ada.pk, staff)
    assert people_in(team) == {"Ada"}
    Membership.objects.create(document=document, user=staff, role=Role.OWNER)
    actions.delete_team(managing(team, ada), ada)


def test_nor_is_a_space() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    team, space = make_team(ada), make_space(ben, "Handbook")
    team_in(space, team, Role.OWNER)
    space.members.filter(user=ben).delete()
    with pytest.raises(Refused, match="Nobody else owns “Handbook”"):
        actions.delete_team(managing(team, ada), ada)
