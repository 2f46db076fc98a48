"""The page of search and the list over other pages."""

import re

import pytest
from pytest_django import Settings

from editor.documents.models import Role
from editor.search.limits import MAX_QUERY_LENGTH
from tests.people import client_of, make_user
from tests.search.written import write

pytestmark = pytest.mark.django_db


def test_the_page_shows_what_was_found_without_a_script() -> None:
    ada = make_user("Ada")
    document = write(ada, "Harvest <b>plan</b>", "the <i>wheat</i> is late")
    page = client_of(ada).get("/search", {"q": "wheat"}).content.decode()
    assert f"/documents/{document.pk}/" in page
    assert "&lt;i&gt;<mark>wheat</mark>&lt;/i&gt;" in page
    assert "Harvest &lt;b&gt;plan&lt;/b&gt;" in page
    assert "1 document found." in page
    assert re.search(r'name="q"[^>]*value="wheat"', page)


def test_the_results_alone_come_for_htmx() -> None:
    ada = make_user("Ada")
    write(ada, "Wheat")
    headers = {"HX-Request": "true", "HX-Target": "search-results"}
    page = client_of(ada).get("/search", {"q": "wheat"}, headers=headers).content.decode()
    assert "<html" not in page
    assert "<mark>Wheat</mark>" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"q": "nothing"}, "Nothing found"),
        ({"q": "x", "since": "2026-01-01"}, "Take the filters away"),
        ({}, "Nothing to find yet"),
        ({"q": "x" * (MAX_QUERY_LENGTH + 1)}, f"Search for {MAX_QUERY_LENGTH} characters at most."),
        ({"q": "x", "since": "soon"}, "Enter a valid date."),
        ({"since": "2026-02-02", "until": "2026-01-01"}, "This day is before the first one."),
        ({"space": "01a2059f-2052-75f7-a316-b2c203d9cc92"}, "Select a valid choice."),
        ({"author": "nonsense"}, "is not a valid UUID."),
    ],
)
def test_an_empty_page_says_why(query: dict[str, str], words: str) -> None:
    assert words in client_of(make_user()).get("/search", query).content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999999", "²", ""])
def test_a_page_that_isnt_there_is_one_that_is(number: str) -> None:
    assert client_of(make_user()).get("/search", {"q": "a", "page": number}).status_code == 200


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01"])
def test_any_day_can_be_asked_for(until: str) -> None:
    assert client_of(make_user()).get("/search", {"q": "a", "until": until, "since": "0001-01-01"}).status_code == 200


def test_authors_are_those_whose_documents_one_sees() -> None:
    ada, ben, stranger = make_user("Ada"), make_user("Ben"), make_user("Stranger")
    write(ben, "Given").memberships.create(user=ada, role=Role.VIEWER)
    page = client_of(ada).get("/search").content.decode()
    assert str(ben.pk) in page
    assert str(stranger.pk) not in page
    assert "Select a valid choice." in client_of(ada).get("/search", {"author": str(stranger.pk)}).content.decode()


def test_the_list_over_a_page_has_options_and_leads_to_all_results() -> None:
    ada = make_user("Ada")
    write(ada, "Wheat", "of the year")
    client = client_of(ada)
    listed = client.get("/search/palette", {"q": "whe"}).content.decode()
    assert listed.count('role="option"') == 2
    assert "<mark>Whe</mark>at" in listed
    assert 'href="/search?q=whe"' in listed
    assert "Edited last" in client.get("/search/palette").content.decode()
    assert "No document that you can open" in client.get("/search/palette", {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("path", ["/search", "/search/palette", "/documents/find"])
def test_who_searches_too_often_waits(path: str, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "search": (3, 60)}
    client = client_of(make_user())
    # More than two windows take: it may end in between.
    answers = [client.get(path, headers={"HX-Request": "true"}) for _ in range(8)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].content.decode().startswith("You have searched very often in a short time.")


def test_visitors_without_an_account_cant_search() -> None:
    assert client_of(None).get("/search", {"q": "a"}).headers["Location"].startswith("/accounts/login/")
