"""Spaces of people who go."""

import pytest

from editor.accounts.models import User
from editor.documents.access import find_rights
from editor.documents.models import Role
from editor.spaces.handing_over import hand_over_spaces, spaces_owned_alone
from tests.groups import document_in, make_space, make_team, team_in
from tests.people import access_version, client_of, make_user

pytestmark = pytest.mark.django_db


def test_what_somebody_else_owns_too_stays_as_it_is() -> None:
    ada, ben, cho = make_user("Ada"), make_user("Ben"), make_user("Cho")
    alone = make_space(ada, "Alone", ben=(ben, Role.EDITOR))
    make_space(ada, "Shared", ben=(ben, Role.OWNER))
    by_team = make_space(cho, "By team")
    team_in(by_team, make_team(ada), Role.OWNER)
    by_team.members.filter(user=cho).delete()
    assert list(spaces_owned_alone(ada)) == [alone, by_team]
    document = document_in(alone, ada)
    before = access_version(document)
    assert hand_over_spaces(ada, ben, cho) == 2
    rights = find_rights(ben.pk, document.pk)
    assert rights is not None
    assert (rights.role, rights.access_version) == (Role.OWNER, before + 1)
    assert list(spaces_owned_alone(ada)) == []


def test_deactivating_somebody_asks_who_takes_their_spaces() -> None:
    staff = client_of(User.objects.create_superuser("admin@example.org", name="Admin"))
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada, "Handbook")
    asked = {"action": "deactivate", "_selected_action": [ada.pk]}
    page = staff.post("/admin/editor/user/", asked).content.decode()
    assert "Handbook" in page
    answer = {**asked, "confirmed": "yes", "heir": ben.email}
    assert staff.post("/admin/editor/user/", answer).status_code == 302
    ada.refresh_from_db()
    assert not ada.is_active
    assert space.members.filter(user=ben, role=Role.OWNER).exists()
