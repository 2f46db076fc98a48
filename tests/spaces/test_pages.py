"""The pages of spaces."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from editor.documents.access import find_space_role
from editor.documents.models import Document, Role
from editor.spaces.models import Space
from editor.teams.models import Team
from tests.groups import document_in, make_space, make_team, team_in
from tests.people import client_of, make_user

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_one_sees_the_spaces_one_may_come_into() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    make_space(ada, "Handbook", ben=(ben, Role.VIEWER))
    make_space(ada, "Secret")
    make_space(ada, "Square", open_role=Role.VIEWER)
    shown = page(client_of(ben), "/spaces/")
    assert ("Handbook" in shown, "Square" in shown, "Secret" in shown) == (True, True, False)


def test_an_empty_list_says_what_a_space_is_for() -> None:
    assert "A space holds documents" in page(client_of(make_user()), "/spaces/")


def test_who_may_make_a_space_is_a_setting(settings: Settings) -> None:
    settings.SPACE_CREATION = "admins"
    client = client_of(make_user())
    assert "New space" not in page(client, "/spaces/")
    assert client.get("/spaces/new").status_code == 403
    assert client.post("/spaces/", {"name": "Handbook"}).status_code == 403
    staff = client_of(make_user("Root", is_staff=True))
    assert staff.post("/spaces/", {"name": "Handbook"}, headers=HTMX).headers["HX-Redirect"].startswith("/spaces/")


def test_a_space_has_a_name_and_a_look_of_ours() -> None:
    client = client_of(make_user())
    assert "Give the space a name" in client.post("/spaces/", {"name": ""}).content.decode()
    wrong = client.post("/spaces/", {"name": "A", "icon": "../secret", "color": "#f00"}).content.decode()
    assert "Choose one of the icons" in wrong
    assert "Choose one of the colors" in wrong
    client.post("/spaces/", {"name": "Handbook", "icon": "leaf", "color": "green"}, headers=HTMX)
    space = Space.objects.get(name="Handbook")
    assert (space.icon, space.color) == ("leaf", "green")
    client.post(f"/spaces/{space.pk}/settings", {"name": "Garden", "icon": "leaf"}, headers=HTMX)
    assert "Garden" in page(client, f"/spaces/{space.pk}/")


def test_a_space_lists_its_documents_and_offers_a_new_one_to_those_who_write() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada, ben=(ben, Role.VIEWER))
    path = f"/spaces/{space.pk}/"
    assert "Nothing in this space yet" in page(client_of(ada), path)
    document_in(space, ada, "Minutes")
    assert "Minutes" in page(client_of(ben), path)
    assert "New document" not in page(client_of(ben), path)
    made = client_of(ada).post(f"{path}documents")
    assert made.headers["Location"].startswith("/documents/")
    assert Document.objects.filter(space=space).count() == 2


def test_the_list_comes_only_when_something_changed() -> None:
    ada = make_user()
    space = make_space(ada)
    document = document_in(space, ada, "Minutes")
    client = client_of(ada)
    found = re.search(r'hx-get="([^"]+documents\?[^"]+)"', page(client, f"/spaces/{space.pk}/"))
    assert found is not None
    url = found.group(1).replace("&amp;", "&")
    assert client.get(url, headers=HTMX).status_code == 204
    Document.objects.filter(pk=document.pk).update(title="Minutes of May")
    assert "Minutes of May" in client.get(url, headers=HTMX).content.decode()


def test_absent_and_forbidden_are_the_same_answer() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada)
    client = client_of(ben)
    for path in ("", "members", "settings", "delete", "documents"):
        forbidden = client.get(f"/spaces/{space.pk}/{path}")
        absent = client.get(f"/spaces/{ben.pk}/{path}")
        assert (forbidden.status_code, absent.status_code) == (404, 404)


def test_the_dialog_says_who_is_in_it_and_why() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada)
    team_in(space, make_team(ben, name="Design"), Role.EDITOR)
    shown = " ".join(page(client_of(ben), f"/spaces/{space.pk}/members").split())
    assert "Design" in shown
    assert "Team of 1 person" in shown
    assert "Can edit (through Design)" in shown
    assert "<select" not in shown


def test_members_are_added_changed_and_removed_in_the_dialog() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space, team = make_space(ada), make_team(ada, name="Design")
    client, path = client_of(ada), f"/spaces/{space.pk}/members"
    offered = page(client, f"/spaces/{space.pk}/people?who=des")
    assert f"team:{team.pk}" in offered
    said = client.post(path, {"picked": f"team:{team.pk}", "role": "30"}).content.decode()
    assert "Design was added." in said
    assert f"team:{team.pk}" not in page(client, f"/spaces/{space.pk}/people?who=des")
    client.post(path, {"who": ben.email, "role": "10"})
    row = space.members.get(user=ben)
    client.post(f"{path}/{row.pk}", {"role": "40"})
    row.refresh_from_db()
    assert row.role == Role.OWNER
    assert "Choose a role" in client.post(f"{path}/{row.pk}", {"role": "99"}).content.decode()
    client.post(f"/spaces/{space.pk}/open", {"role": "10"})
    assert client.post(f"/spaces/{space.pk}/open", {"role": "40"}).status_code == 422
    left = client.delete(f"{path}/{space.members.get(user=ada).pk}", headers=HTMX)
    assert left.headers["HX-Redirect"] == f"/spaces/{space.pk}/"  # by the team, still
    assert client_of(ben).delete(f"{path}/{row.pk}", headers=HTMX).status_code == 422


def test_deleting_names_how_many_documents_go() -> None:
    ada = make_user()
    space = make_space(ada)
    for _ in range(3):
        document_in(space, ada)
    client = client_of(ada)
    assert "3 documents go to the trash" in " ".join(page(client, f"/spaces/{space.pk}/delete").split())
    assert client.post(f"/spaces/{space.pk}/delete", headers=HTMX).headers["HX-Redirect"] == "/spaces/"
    assert "3 documents are in the trash" in page(client, "/spaces/")


def test_the_number_of_queries_does_not_grow() -> None:
    ada = make_user("Ada")
    client, space = client_of(ada), make_space(ada)
    client.get("/spaces/")  # the first one notes the session
    counts = set()
    for rows in (1, 20):
        for _ in range(rows):
            make_space(make_user("Ben"), open_role=Role.VIEWER)
            document_in(space, ada)
            team_in(space, make_team(make_user("Cho")), Role.VIEWER)
        found = []
        for path in ("/spaces/", f"/spaces/{space.pk}/", f"/spaces/{space.pk}/members", f"/spaces/{space.pk}/delete"):
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            found.append(len(captured))
        counts.add(tuple(found))
    assert len(counts) == 1


def test_an_address_is_never_a_team_whatever_the_team_is_called() -> None:
    ada, boss, mallory = make_user("Ada"), make_user("Boss"), make_user("Mallory")
    space, team = make_space(ada), make_team(mallory)
    Team.objects.filter(pk=team.pk).update(name=boss.email)
    client_of(ada).post(f"/spaces/{space.pk}/members", {"who": boss.email, "role": 30}, headers=HTMX)
    assert (find_space_role(boss, space.pk), find_space_role(mallory, space.pk)) == (Role.EDITOR, None)
