"""The pages of teams."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from editor.documents.access import find_rights
from editor.documents.models import Role
from editor.teams.models import Team, TeamMember
from editor.teams.people import find_known
from tests.groups import make_space, make_team, share_with, team_in
from tests.people import client_of, make_clerk, make_document, make_user

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_one_sees_the_teams_one_is_in_and_staff_sees_all() -> None:
    ada, ben, staff = make_user("Ada"), make_user("Ben"), make_clerk("change_team", name="Root")
    make_team(ada, ben, name="Design")
    make_team(ada, name="Sales")
    shown = page(client_of(ben), "/teams/")
    assert "Design" in shown
    assert "2 people" in " ".join(shown.split())
    assert "Sales" not in shown
    assert "Sales" in page(client_of(staff), "/teams/")


def test_staff_without_the_permission_are_people_like_others() -> None:
    clerk, ada = make_clerk("view_team"), make_user("Ada")
    team, document = make_team(ada, name="Sales"), make_document(ada)
    share_with(team, document, Role.EDITOR)
    client = client_of(clerk)
    assert "Sales" not in page(client, "/teams/")
    assert ada.email not in page(client, f"/teams/{team.pk}/")
    assert client.post(f"/teams/{team.pk}/members", {"who": clerk.email}, headers=HTMX).status_code == 404
    assert find_rights(clerk.pk, document.pk) is None
    assert not find_known(clerk, "Ada")


def test_an_empty_list_says_what_a_team_is_for() -> None:
    assert "A team is a group of people" in page(client_of(make_user()), "/teams/")


def test_who_may_make_a_team_is_a_setting(settings: Settings) -> None:
    settings.TEAM_CREATION = "admins"
    client = client_of(make_user())
    assert "New team" not in page(client, "/teams/")
    assert client.get("/teams/new").status_code == 403
    assert client.post("/teams/", {"name": "Design"}).status_code == 403
    staff = client_of(make_clerk("change_team", name="Root"))
    assert staff.post("/teams/", {"name": "Design"}, headers=HTMX).headers["HX-Redirect"].startswith("/teams/")


def test_a_team_is_made_and_named_with_errors_beside_the_field() -> None:
    client = client_of(make_user())
    assert "Give the team a name" in client.post("/teams/", {"name": " "}).content.decode()
    assert client.post("/teams/", {"name": "Design", "description": "Draws"}, headers=HTMX).status_code == 200
    again = client.post("/teams/", {"name": "design"}, headers=HTMX)
    assert again.status_code == 422
    assert "There is a team with this name already" in again.content.decode()


def test_no_team_is_named_like_an_address() -> None:
    client, team = client_of(ada := make_user()), make_team(ada)
    for url in ("/teams/", f"/teams/{team.pk}/settings"):
        answer = client.post(url, {"name": "boss@example.org"}, headers=HTMX)
        assert (answer.status_code, "have an @ in it" in answer.content.decode()) == (422, True)
    assert not Team.objects.filter(name__contains="@").exists()


def test_making_many_teams_takes_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.teams.views.MAX_TEAMS_PER_HOUR", 1)
    client = client_of(make_user())
    client.post("/teams/", {"name": "One"}, headers=HTMX)
    assert "many teams" in client.post("/teams/", {"name": "Two"}, headers=HTMX).content.decode()
    assert not Team.objects.filter(name="Two").exists()


def test_who_is_not_in_a_team_sees_its_name_and_nobody_in_it() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    team = make_team(ada, name="Design")
    shown = page(client_of(ben), f"/teams/{team.pk}/")
    assert "Design" in shown
    assert ada.email not in shown


def test_members_are_added_made_managers_and_removed_on_the_page() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    team = make_team(ada)
    client = client_of(ada)
    path = f"/teams/{team.pk}/members"
    assert "Ben was added." in client.post(path, {"who": ben.email}).content.decode()
    assert "is in this team already" in client.post(path, {"picked": ben.email}).content.decode()
    assert "Enter a name" in client.post(path, {}).content.decode()
    client.post(f"{path}/{ben.pk}", {"is_manager": "true"})
    assert TeamMember.objects.get(team=team, user=ben).is_manager
    assert client.delete(f"{path}/{ada.pk}", headers=HTMX).headers["HX-Redirect"] == "/teams/"
    refused = client_of(ben).delete(f"{path}/{ben.pk}", headers=HTMX)
    assert (refused.status_code, "A team needs a manager" in refused.content.decode()) == (422, True)


def test_deleting_says_what_the_team_is_shared_with() -> None:
    ada = make_user()
    team = make_team(ada)
    for _ in range(2):
        share_with(team, make_document(ada), Role.EDITOR)
    team_in(make_space(ada), team, Role.VIEWER)
    client = client_of(ada)
    asked = page(client, f"/teams/{team.pk}/delete")
    assert "2 documents" in asked
    assert "1 space" in asked
    assert client.post(f"/teams/{team.pk}/delete", headers=HTMX).headers["HX-Redirect"] == "/teams/"
    assert not Team.objects.filter(pk=team.pk).exists()


def test_one_is_offered_those_one_shares_something_with() -> None:
    ada, staff = make_user("Ada"), make_clerk("change_team", name="Root")
    direct, by_team, in_space, mate, stranger, gone = (
        make_user(f"Zoe {name}") for name in ("Direct", "Team", "Space", "Mate", "Stranger", "Gone")
    )
    document = make_document(ada, direct=(direct, Role.VIEWER), gone=(gone, Role.VIEWER))
    share_with(make_team(by_team), document, Role.VIEWER)
    space = make_space(in_space)
    team_in(space, make_team(ada, mate), Role.VIEWER)
    make_space(stranger, open_role=Role.VIEWER)
    gone.is_active = False
    gone.save()
    assert set(find_known(ada, "zoe")) == {direct, by_team, in_space, mate}
    assert stranger in find_known(staff, "Zoe Stra")
    team = make_team(ada)
    offered = client_of(ada).get(f"/teams/{team.pk}/people?who=direct").content.decode()
    assert direct.email in offered
    assert client_of(ada).get(f"/teams/{team.pk}/people?who=%00").content.decode().strip() == ""


@pytest.mark.parametrize("keeps_teams", [False, True])
def test_the_number_of_queries_does_not_grow(keeps_teams: bool) -> None:
    ada = make_clerk("change_team") if keeps_teams else make_user("Ada")
    client, team = client_of(ada), make_team(ada)
    client.get("/teams/")  # the first one notes the session
    counts = set()
    for rows in (1, 20):
        for _ in range(rows):
            make_team(ada, make_user("Ben"))
            TeamMember.objects.create(team=team, user=make_user("Cho"))
        found = []
        for path in ("/teams/", f"/teams/{team.pk}/", f"/teams/{team.pk}/people?who=cho"):
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            found.append(len(captured))
        counts.add(tuple(found))
    assert len(counts) == 1
