"""How much fits, and that parallel uploads don't make more of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from editor.documents.models import Membership, Role
from editor.media.models import FileUse, MediaFile, State
from editor.media.quotas import document_bytes, user_bytes
from tests.media.uploads import Person, make_file
from tests.people import make_document

pytestmark = pytest.mark.django_db


def limit(settings: Settings, **limits: int) -> None:
    settings.MEDIA = {**settings.MEDIA, **limits}


def test_a_file_over_the_limit_is_refused_with_the_number(settings: Settings) -> None:
    limit(settings, max_file_bytes=1_000)
    ada = Person.make()
    answer = ada.promise("a.txt", 1_001)
    assert answer.status_code == 413
    assert answer.json() == {
        "problem": "too-large",
        "message": "This file has 1 kB. 1 kB are allowed.",
    }
    assert ada.promise("a.txt", 1_000).status_code == 201


def test_an_empty_file_is_refused() -> None:
    assert Person.make().promise("a.txt", 0).json()["problem"] == "empty"


def test_a_full_document_says_how_full_it_is(settings: Settings) -> None:
    limit(settings, document_quota_bytes=1_000_000_000)
    ada = Person.make()
    make_file(ada.document, ada.user, size=980_000_000)
    answer = ada.promise("a.txt", 30_000_000)
    assert answer.status_code == 413
    assert answer.json() == {
        "problem": "document-full",
        "message": "This document has 980 MB of 1 GB. There is no room for another 30 MB.",
    }
    assert ada.promise("a.txt", 20_000_000).status_code == 201


def test_a_person_has_a_limit_over_all_documents(settings: Settings) -> None:
    limit(settings, user_quota_bytes=1_000)
    ada, ben = Person.make("Ada"), Person.make("Ben")
    make_file(make_document(ada.user), ada.user, size=600)
    assert ada.promise("a.txt", 401).json()["problem"] == "user-full"
    assert ada.promise("a.txt", 400).status_code == 201
    assert ben.promise("a.txt", 1_000).status_code == 201


def test_what_is_promised_counts_and_what_was_given_up_does_not(settings: Settings) -> None:
    limit(settings, document_quota_bytes=1_000)
    ada = Person.make()
    file_id = ada.promise("a.txt", 1_000).json()["file"]
    assert ada.promise("b.txt", 1).status_code == 413
    ada.client.delete(f"{ada.url}/{file_id}")
    assert ada.promise("b.txt", 1_000).status_code == 201


def test_a_removal_that_waits_for_the_store_takes_no_room() -> None:
    ada = Person.make()
    make_file(ada.document, ada.user, size=500, state=State.GOING)
    assert (document_bytes(ada.document.pk), user_bytes(ada.user.pk)) == (0, 0)


def test_what_is_adopted_counts_in_the_document_alone(settings: Settings) -> None:
    limit(settings, document_quota_bytes=1_000)
    ada = Person.make()
    other = make_document(ada.user)
    file = make_file(ada.document, ada.user, size=800)
    assert ada.client.post(f"/documents/{other.pk}/files/{file.pk}/adopt").status_code == 200
    assert (document_bytes(other.pk), user_bytes(ada.user.pk)) == (800, 800)
    second = make_file(ada.document, ada.user, size=201)
    refused = ada.client.post(f"/documents/{other.pk}/files/{second.pk}/adopt")
    assert (refused.status_code, refused.json()["problem"]) == (413, "document-full")


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """All calls, let go at the same moment, each in a thread with a connection of its own."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            ready.wait(30)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [started.result() for started in [pool.submit(run, call) for call in calls]]


@pytest.mark.django_db(transaction=True)
def test_uploads_at_the_same_moment_do_not_exceed_a_document(settings: Settings) -> None:
    limit(settings, document_quota_bytes=350)
    ada = Person.make()
    guests = [Person.make(name) for name in ("Ben", "Cleo")]
    for guest in guests:
        Membership.objects.create(document=ada.document, user=guest.user, role=Role.EDITOR)
    clients = [person.client for person in (ada, *guests)] * 2

    def promise(client: Client) -> int:
        return client.post(ada.url, {"name": "a", "size": 100}, content_type="application/json").status_code

    statuses = at_once([lambda client=client: promise(client) for client in clients])  # type: ignore[misc]  # early binding
    assert sorted(statuses) == [201, 201, 201, 413, 413, 413]
    assert document_bytes(ada.document.pk) == 300


@pytest.mark.django_db(transaction=True)
def test_uploads_at_the_same_moment_do_not_exceed_a_person(settings: Settings) -> None:
    limit(settings, user_quota_bytes=250)
    ada = Person.make()
    urls = [f"/documents/{make_document(ada.user).pk}/files" for _ in range(6)]

    def promise(url: str) -> int:
        return ada.client.post(url, {"name": "a", "size": 100}, content_type="application/json").status_code

    statuses = at_once([lambda url=url: promise(url) for url in urls])  # type: ignore[misc]  # early binding
    assert sorted(statuses) == [201, 201, 413, 413, 413, 413]
    assert user_bytes(ada.user.pk) == 200


@pytest.mark.django_db(transaction=True)
def test_adopting_at_the_same_moment_makes_one_use(settings: Settings) -> None:
    ada = Person.make()
    file = make_file(make_document(ada.user), ada.user)
    url = f"{ada.url}/{file.pk}/adopt"
    assert at_once([lambda: ada.client.post(url).status_code] * 4) == [200] * 4
    assert FileUse.objects.filter(document=ada.document).count() == 1


def test_too_many_uploads_in_a_minute_are_refused(settings: Settings) -> None:
    limit(settings, uploads_per_minute=3)
    ada, ben = Person.make("Ada"), Person.make("Ben")
    assert [ada.promise("a.txt", 1).status_code for _ in range(4)] == [201, 201, 201, 429]
    assert ben.promise("a.txt", 1).status_code == 201
    assert MediaFile.objects.filter(uploader=ada.user).count() == 3


def test_too_many_uploads_from_one_address_are_refused(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "upload": (1, 60)}
    settings.LIMIT_ADDRESS_FACTOR = 2
    people = [Person.make(name) for name in ("Ada", "Ben", "Cy")]
    answers = [person.promise("a.txt", 1) for person in people]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json()["problem"] == "too-many"


@pytest.mark.parametrize(
    "body",
    [
        *("", "[]", "null", "{", "7", '{"name": "a"}', '{"size": 1}', '{"name": 1, "size": 1}'),
        *('{"name": "a", "size": true}', '{"name": "a", "size": "1"}', '{"name": "a", "size": -1}'),
        *('{"name": "a", "size": 1.5}', '{"name": "a", "size": 1, "contentType": 7}', "[" * 5_000),
        '{"name": "a", "size": 1, "more": "' + "x" * 20_000 + '"}',
    ],
    ids=lambda body: body[:40],
)
def test_what_is_no_promise_is_refused(body: str) -> None:
    answer = Person.make()
    said = answer.client.post(answer.url, body, content_type="application/json")
    assert (said.status_code, said.json()["problem"]) == (400, "invalid")
