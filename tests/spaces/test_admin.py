"""Spaces in the administration."""

import pytest
from django.test import Client

from editor.accounts.models import User
from editor.documents.access import find_rights
from editor.documents.models import Role
from editor.spaces.models import Space
from tests.groups import document_in, make_space, make_team
from tests.people import access_version, client_of, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    return client_of(User.objects.create_superuser("admin@example.org", name="Admin"))


def fields_of(space: Space, **rows: object) -> dict[str, object]:
    """What the form sends: the owner, and a second row."""
    owner = space.members.get()
    return {
        "name": space.name,
        "description": "",
        "open_role": "",
        "members-TOTAL_FORMS": 2,
        "members-INITIAL_FORMS": 1,
        "members-0-id": owner.pk,
        "members-0-space": space.pk,
        "members-0-user": owner.user_id,
        "members-0-role": int(owner.role),
        "members-1-space": space.pk,
        **rows,
    }


def test_the_list_finds_a_space_by_who_is_in_it(staff: Client) -> None:
    make_space(make_user("Ada"), "Handbook")
    assert "Handbook" in staff.get("/admin/editor/space/", {"q": "ada"}).content.decode()


def test_a_team_is_added_and_open_pages_follow(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space, team = make_space(ada), make_team(ben)
    document = document_in(space, ada)
    before = access_version(document)
    added = {"members-1-team": team.pk, "members-1-role": int(Role.EDITOR)}
    assert staff.post(f"/admin/editor/space/{space.pk}/change/", fields_of(space, **added)).status_code == 302
    rights = find_rights(ben.pk, document.pk)
    assert rights is not None
    assert (rights.role, rights.access_version) == (Role.EDITOR, before + 1)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"members-0-role": int(Role.EDITOR)}, "A space needs an owner."),
        ({"members-1-role": int(Role.EDITOR)}, "A member is a person or a team."),
    ],
)
def test_what_cannot_be_is_refused(staff: Client, row: dict[str, object], problem: str) -> None:
    space = make_space(make_user("Ada"))
    answer = staff.post(f"/admin/editor/space/{space.pk}/change/", fields_of(space, **row))
    assert problem in answer.content.decode()
