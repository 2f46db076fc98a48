"""The list of documents."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editor.documents.models import Document, Role
from editor.templatetags.interface import ago, initials
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def test_an_empty_list_says_what_to_do_next() -> None:
    page = client_of(make_user()).get("/").content.decode()
    assert "A blank page is waiting" in page
    assert "New document" in page


def test_a_row_has_the_title_who_edited_it_and_the_role() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ben, "Minutes", ada=(ada, Role.VIEWER))
    make_document(ada)
    make_document(ben, "Secret")
    page = client_of(ada).get("/").content.decode()
    assert "Minutes" in page
    assert "Untitled" in page
    assert "Secret" not in page
    assert re.search(r"Ben,</span>\s+<time[^>]*>just now</time>", page)
    assert re.search(r"You,</span>\s+<time[^>]*>just now</time>", page)
    assert "Can view" in page
    assert f"/documents/{document.pk}/title" not in page


def test_a_title_is_escaped() -> None:
    ada = make_user()
    make_document(ada, "<script>alert(1)</script>")
    assert "<script>alert" not in client_of(ada).get("/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_list() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    client = client_of(ada)
    client.get("/")
    counts = []
    for count in (1, 20):
        for number in range(count):
            make_document(ada, f"mine {number}")
            make_document(ben, f"given {number}", ada=(ada, Role.EDITOR))
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_partial_comes_only_when_something_changed() -> None:
    ada = make_user()
    document = make_document(ada, "Minutes")
    client = client_of(ada)
    page = client.get("/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    found = re.search(r'hx-get="([^"]+)"', page)
    assert found is not None
    url = found.group(1).replace("&amp;", "&")
    assert client.get(url, headers={"HX-Request": "true"}).status_code == 204
    Document.objects.filter(pk=document.pk).update(title="Minutes of May")
    assert client.get(url, headers={"HX-Request": "true"}).status_code == 200


def test_mine_and_shared_divide_the_list() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    make_document(ada, "Own")
    make_document(ben, "Given", ada=(ada, Role.EDITOR))
    client = client_of(ada)
    part = {"HX-Request": "true"}
    mine, shared = (client.get(f"/?show={shown}", headers=part).content.decode() for shown in ("mine", "shared"))
    assert ("Own" in mine, "Given" in mine) == (True, False)
    assert ("Own" in shared, "Given" in shared) == (False, True)


def test_moving_to_the_trash_offers_to_undo_it() -> None:
    ada = make_user()
    document = make_document(ada, "Minutes")
    client = client_of(ada)
    url = f"/documents/{document.pk}/trash"
    answer = client.post(url, headers={"HX-Request": "true", "HX-Target": "toasts"})
    assert "Undo" in answer.content.decode()
    assert "documents-changed" in answer.headers["HX-Trigger"]
    assert "Minutes" not in client.get("/").content.decode()
    assert "Minutes" in client.get("/trash").content.decode()
    client.delete(url, headers={"HX-Request": "true"})
    assert "Minutes" in client.get("/").content.decode()


def test_a_document_in_the_trash_says_so_and_its_owner_can_restore_it() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, "Minutes", ben=(ben, Role.EDITOR))
    client_of(ada).post(f"/documents/{document.pk}/trash")
    url = f"/documents/{document.pk}/"
    assert "Restore" in client_of(ada).get(url).content.decode()
    assert "Restore" not in client_of(ben).get(url).content.decode()
    client_of(ada).post(f"/documents/{document.pk}/restore")
    assert 'id="page"' in client_of(ada).get(url).content.decode()


def test_renaming_from_the_list_shows_at_once() -> None:
    ada = make_user()
    document = make_document(ada, "Minutes")
    client = client_of(ada)
    too_long = client.post(f"/documents/{document.pk}/title", {"title": "x" * 501})
    assert too_long.status_code == 422
    assert "500 characters at most" in too_long.content.decode()
    answer = client.post(f"/documents/{document.pk}/title", {"title": "Minutes of May"})
    assert "close-dialog" in answer.headers["HX-Trigger"]
    assert "Minutes of May" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "just now"), (180, "3 min ago"), (7200, "2 h ago"), (90_000, "yesterday"), (300_000, "3 days ago")],
)
def test_times_are_said_in_words(seconds: int, words: str) -> None:
    assert ago(timezone.now() - timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada", "A"),
        ("Ada King Lovelace", "AL"),
        ("", "?"),
        ("李 明", "李明"),
        ("😀 Smile", "S"),
        ("(Ben) “Smith”", "BS"),
        ("7 of 9", "79"),
        ("😀 !", "?"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
