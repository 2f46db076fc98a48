"""The dialog that says who has access to a document, and why."""

import pytest
from django.conf import settings
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries, Settings

from editor.accounts.models import User
from editor.documents.access import find_rights
from editor.documents.actions import Place, create_document, set_inherits
from editor.documents.models import Document, Membership, Role
from editor.notifications.models import Notification
from editor.sharing.models import TeamShare
from editor.spaces.models import Space, SpaceMember
from editor.teams.models import Team, TeamMember
from tests.people import client_of, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


def make_team(name: str, *people: User) -> Team:
    team = Team.objects.create(name=name)
    for person in people:
        TeamMember.objects.create(team=team, user=person)
    return team


def role_of(user: User, document: Document) -> Role | None:
    rights = find_rights(user.pk, document.pk)
    return None if rights is None else rights.role


def test_an_owner_adds_changes_and_removes_a_person_who_is_told() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    client, url = client_of(ada), f"/documents/{document.pk}/members"
    assert "Ben was added" in client.post(url, {"who": ben.email, "role": 30}).content.decode()
    assert Notification.objects.get(recipient=ben).kind == "shared"
    client.post(f"{url}/{ben.pk}", {"role": 10})
    assert role_of(ben, document) == Role.VIEWER
    client.delete(f"{url}/{ben.pk}")
    assert role_of(ben, document) is None


def test_an_owner_adds_changes_and_removes_a_team() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document, team = make_document(ada), make_team("Design", ben)
    client, url = client_of(ada), f"/documents/{document.pk}"
    client.post(f"{url}/members", {"team": str(team.pk), "role": 30})
    assert role_of(ben, document) == Role.EDITOR
    client.post(f"{url}/teams/{team.pk}", {"role": 10})
    assert role_of(ben, document) == Role.VIEWER
    client.delete(f"{url}/teams/{team.pk}")
    assert role_of(ben, document) is None


def test_an_address_is_never_a_team_whatever_the_team_is_called() -> None:
    ada, boss, mallory = make_user("Ada"), make_user("Boss"), make_user("Mallory")
    document = make_document(ada)
    make_team(boss.email, mallory)
    assert client_of(ada).post(f"/documents/{document.pk}/members", {"who": boss.email, "role": 30}).status_code == 200
    assert (role_of(boss, document), role_of(mallory, document)) == (Role.EDITOR, None)


def test_a_name_that_a_team_and_a_person_have_is_asked_about() -> None:
    ada, kim, cho = make_user("Ada"), make_user("Kim"), make_user("Cho")
    make_document(ada, kim=(kim, Role.VIEWER))
    document, team = make_document(ada), make_team("kim", cho)
    client, url = client_of(ada), f"/documents/{document.pk}/members"
    asked = client.post(url, {"who": "Kim", "role": 30})
    assert (asked.status_code, "A team and a person have this name" in asked.content.decode()) == (422, True)
    client.post(url, {"who": "Kim", "team": str(team.pk), "role": 30})
    assert (role_of(kim, document), role_of(cho, document)) == (None, Role.EDITOR)


def test_somebody_one_knows_is_offered_and_added_by_a_click_and_a_stranger_is_not() -> None:
    ada, ben, cho = make_user("Ada"), make_user("Ben Ives"), make_user("Ben Unknown")
    make_document(ada, ben=(ben, Role.VIEWER))
    document, client = make_document(ada), client_of(ada)
    offered = client.get(f"/documents/{document.pk}/members/offered?who=ben").content.decode()
    assert "Ben Ives" in offered
    assert "Unknown" not in offered
    client.post(f"/documents/{document.pk}/members", {"who": "ben", "person": str(ben.pk), "role": 20})
    assert role_of(ben, document) == Role.COMMENTER
    offered = client.get(f"/documents/{document.pk}/members/offered?who=ben").content.decode()
    assert "Ben Ives already has access." in offered
    assert "Nobody you work with" not in offered
    answer = client.post(f"/documents/{document.pk}/members", {"who": "ben", "person": str(cho.pk), "role": 20})
    assert answer.status_code == 422
    assert role_of(cho, document) is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"who": "nobody we know", "role": "30"}, "Choose somebody from the list, or enter an e-mail address."),
        ({"who": "no@address", "role": "30"}, "That is not an e-mail address."),
        ({"who": "", "role": "30"}, "Enter a name or an e-mail address."),
        ({"who": "ben@example.org", "role": "35"}, "Choose a role."),
        ({"who": "ben@example.org", "role": "owner"}, "Choose a role."),
        ({"who": "ben@example.org", "role": "40"}, "Only somebody with an account can be an owner."),
        ({"who": f"{'x' * 260}@example.org", "role": "30"}, "too long"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(sent: dict[str, str], said: str) -> None:
    ada = make_user()
    answer = client_of(ada).post(f"/documents/{make_document(ada).pk}/members", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_an_unknown_role_changes_nothing() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    answer = client_of(ada).post(f"/documents/{document.pk}/members/{ben.pk}", {"role": "41"})
    assert answer.status_code == 422
    assert role_of(ben, document) == Role.VIEWER


def test_adding_many_people_ends_after_a_while(settings: Settings) -> None:
    cache.clear()
    settings.LIMITS = {**settings.LIMITS, "invitation": (3, 3600)}
    ada = make_user()
    client, url = client_of(ada), f"/documents/{make_document(ada).pk}/members"
    answers = [client.post(url, {"who": f"nobody {n}", "role": 30}).content.decode() for n in range(4)]
    assert ["many people" in answer for answer in answers] == [False, False, False, True]


def test_everybody_is_listed_with_where_they_come_from() -> None:
    ada, ben, cho = make_user("Ada Moss"), make_user("Ben Ives"), make_user("Cho Lin")
    space = Space.objects.create(name="Product")
    SpaceMember.objects.create(space=space, user=ada, role=Role.OWNER)
    above = create_document(ada, Place(space_id=space.pk))
    Document.objects.filter(pk=above.pk).update(title="Plans")
    Membership.objects.create(document=above, user=ben, role=Role.EDITOR)
    document = create_document(ada, Place(parent_id=above.pk))
    TeamShare.objects.create(document=document, team=make_team("Design", ada, cho), role=Role.COMMENTER)
    page = client_of(ada).get(f"/documents/{document.pk}/members").content.decode()
    for text in ("Ben Ives", "from “Plans”", "from the space Product", "Design", "Ada Moss, Cho Lin"):
        assert text in page


def test_who_comes_by_something_above_that_the_reader_may_not_open_is_not_told_its_title() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    above = make_document(ada, "Secret plans")
    document = create_document(ada, Place(parent_id=above.pk))
    Membership.objects.create(document=document, user=ben, role=Role.VIEWER)
    page = client_of(ben).get(f"/documents/{document.pk}/members").content.decode()
    assert "Secret plans" not in page
    assert "from a document above" in page


def test_the_number_of_queries_does_not_grow_with_the_people(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    ada = make_user()
    document = make_document(ada)
    for number in range(20):
        Membership.objects.create(document=document, user=make_user(f"P {number}"), role=Role.VIEWER)
        TeamShare.objects.create(document=document, team=make_team(f"T {number} {document.pk}"), role=Role.VIEWER)
    client = client_of(ada)
    with django_assert_max_num_queries(25):
        client.get(f"/documents/{document.pk}/members")


def test_the_last_owner_is_told_why_they_cannot_leave() -> None:
    ada = make_user()
    answer = client_of(ada).post(f"/documents/{make_document(ada).pk}/leaving")
    assert answer.status_code == 422
    assert "needs an owner" in answer.content.decode()


def test_leaving_is_explained_and_leads_back_to_the_list() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    client, url = client_of(ben), f"/documents/{document.pk}/leaving"
    assert "An owner can add you again" in client.get(url).content.decode()
    assert client.post(url).headers["HX-Redirect"] == "/"
    assert role_of(ben, document) is None


def test_who_leaves_and_is_in_a_team_is_told_before_what_stays() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.EDITOR))
    TeamShare.objects.create(document=document, team=make_team("Design", ben), role=Role.VIEWER)
    client, url = client_of(ben), f"/documents/{document.pk}/leaving"
    assert "through Design" in client.get(url).content.decode()
    assert "You still have access" in client.post(url).content.decode()
    assert role_of(ben, document) == Role.VIEWER


def test_handing_over_makes_an_owner_of_the_one_and_an_editor_of_the_other() -> None:
    ada, ben, stranger = make_user("Ada"), make_user("Ben"), make_user("Stranger")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    client, url = client_of(ada), f"/documents/{document.pk}/ownership"
    assert client.post(url, {"person": str(stranger.pk)}).status_code == 422
    assert client.post(url, {"person": "nonsense"}).status_code == 422
    assert "Ben owns this document now" in client.post(url, {"person": str(ben.pk)}).content.decode()
    assert (role_of(ada, document), role_of(ben, document)) == (Role.EDITOR, Role.OWNER)


def test_a_document_is_cut_off_from_above_and_inherits_again() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    above = make_document(ada, ben=(ben, Role.EDITOR))
    document = create_document(ada, Place(parent_id=above.pk))
    client, url = client_of(ada), f"/documents/{document.pk}/inheriting"
    assert "Ben" in client.get(url).content.decode()
    client.post(url, {"inherits": "0"})
    assert role_of(ben, document) is None
    client.post(url, {"inherits": "1"})
    assert role_of(ben, document) == Role.EDITOR


def test_a_locked_document_says_by_whom() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.EDITOR))
    client_of(ada).post(f"/documents/{document.pk}/lock")
    assert "Locked by Ada" in client_of(ben).get(f"/documents/{document.pk}/standing").content.decode()
    rights = find_rights(ben.pk, document.pk)
    assert rights is not None
    assert not rights.may_write
    client_of(ada).delete(f"/documents/{document.pk}/lock")
    assert "Locked" not in client_of(ben).get(f"/documents/{document.pk}/").content.decode()


def test_who_came_by_the_link_sees_no_names_and_addresses() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    client_of(ada).post(f"/documents/{document.pk}/link", {"reach": "10", "role": "10"})
    page = client_of(ben).get(f"/documents/{document.pk}/members").content.decode()
    assert ada.email not in page
    assert "by the link" in page


def test_the_owner_of_above_stays_when_who_cut_it_off_is_an_owner_too() -> None:
    ada = make_user()
    document = create_document(ada, Place(parent_id=make_document(ada).pk))
    set_inherits(owner_access(document, ada), ada, inherits=False)
    assert role_of(ada, document) == Role.OWNER


def test_the_link_to_copy_is_the_public_address() -> None:
    ada = make_user()
    document = make_document(ada)
    page = client_of(ada).get(f"/documents/{document.pk}/members").content.decode()
    assert f'data-copy="{settings.PUBLIC_ORIGINS[0]}/documents/{document.pk}/"' in page


def test_only_who_comes_from_above_stands_under_one_heading() -> None:
    ada = make_user("Ada")
    below = create_document(ada, Place(parent_id=make_document(ada, "Top").pk))
    page = client_of(ada).get(f"/documents/{below.pk}/members").content.decode()
    assert "Also, from above" not in page
    assert (page.count("Who has access"), page.count("sharing-people-title")) == (1, 0)
