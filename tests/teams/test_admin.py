"""Teams in the administration."""

import pytest
from django.test import Client

from editor.accounts.models import User
from editor.documents.access import find_rights
from editor.documents.models import Membership, Role
from editor.teams.models import Team
from tests.groups import make_team, share_with
from tests.people import access_version, client_of, make_document, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    return client_of(User.objects.create_superuser("admin@example.org", name="Admin"))


def fields_of(team: Team, **rows: object) -> dict[str, object]:
    """What the form sends, its first member deleted or not."""
    member = team.members.get()
    return {
        "name": team.name,
        "description": "",
        "members-TOTAL_FORMS": 1,
        "members-INITIAL_FORMS": 1,
        "members-0-id": member.pk,
        "members-0-team": team.pk,
        "members-0-user": member.user_id,
        **rows,
    }


def test_the_list_finds_a_team_by_who_is_in_it(staff: Client) -> None:
    team = make_team(make_user("Ada"))
    assert team.name in staff.get("/admin/editor/team/", {"q": "ada"}).content.decode()


def test_taking_somebody_out_reaches_what_is_shared(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    team, document = make_team(ben), make_document(ada)
    share_with(team, document, Role.EDITOR)
    before = access_version(document)
    answer = staff.post(f"/admin/editor/team/{team.pk}/change/", fields_of(team, **{"members-0-DELETE": "on"}))
    assert answer.status_code == 302
    assert find_rights(ben.pk, document.pk) is None
    assert access_version(document) == before + 1


def test_the_last_owner_of_something_is_not_taken_out(staff: Client) -> None:
    ada = make_user("Ada")
    team, document = make_team(ada), make_document(ada, "Plan")
    share_with(team, document, Role.OWNER)
    Membership.objects.filter(document=document).delete()
    url = f"/admin/editor/team/{team.pk}/change/"
    answer = staff.post(url, fields_of(team, **{"members-0-DELETE": "on"}), follow=True)
    assert "Nobody else owns “Plan”" in answer.content.decode()
    assert team.members.count() == 1
