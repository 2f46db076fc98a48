"""Changes that happen at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from editor.accounts.models import User
from editor.documents.access import has_owner
from editor.documents.actions import Refused
from editor.documents.models import Role
from editor.spaces.members import remove_from_space
from editor.spaces.models import Space
from editor.teams.actions import remove_from_team
from editor.teams.models import Team, TeamMember
from tests.groups import make_space, make_team, managing, owning
from tests.people import make_user


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_do_not_leave_a_space_without_one() -> None:
    for _ in range(3):
        ada, ben = make_user("Ada"), make_user("Ben")
        space = make_space(ada, ben=(ben, Role.OWNER))
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            left = list(threads.map(leave_space, [space] * 2, (ada, ben), [barrier] * 2))
        assert sorted(left) == [False, True]
        assert has_owner([space.pk])


def leave_space(space: Space, user: User, barrier: Barrier) -> bool:
    """Whether the person could leave."""
    try:
        access, row = owning(space, user), space.members.get(user=user).pk
        barrier.wait(timeout=10)
        remove_from_space(access, row, user)
    except Refused:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_leave_at_once_do_not_leave_a_team_without_one() -> None:
    for _ in range(3):
        ada, ben = make_user("Ada"), make_user("Ben")
        team = make_team(ada, ben)
        TeamMember.objects.filter(team=team).update(is_manager=True)
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            left = list(threads.map(leave_team, [team] * 2, (ada, ben), [barrier] * 2))
        assert sorted(left) == [False, True]
        assert TeamMember.objects.filter(team=team, is_manager=True).count() == 1


def leave_team(team: Team, user: User, barrier: Barrier) -> bool:
    try:
        access = managing(team, user)
        barrier.wait(timeout=10)
        remove_from_team(access, user.pk, user)
    except Refused:
        return False
    finally:
        connection.close()
    return True
