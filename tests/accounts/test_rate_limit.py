"""How often one person and one address may do what could be abused, and what they are told."""

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory

from editor.accounts.models import User
from editor.accounts.rate_limit import TooManyAttempts, count_attempt, forget_old_counts
from tests.people import client_of, make_user

pytestmark = pytest.mark.django_db


def request_of(user: User | None, address: str = "192.0.2.1") -> HttpRequest:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.user = user or AnonymousUser()
    return request


@pytest.fixture(autouse=True)
def two_an_hour(settings: LazySettings) -> None:
    settings.LIMITS = {**settings.LIMITS, "document": (2, 3600)}
    settings.LIMIT_ADDRESS_FACTOR = 2


def refused(request: HttpRequest) -> bool:
    try:
        count_attempt(request, "document")
    except TooManyAttempts:
        return True
    return False


def test_one_person_has_so_many_wherever_they_are() -> None:
    ada = make_user()
    assert [refused(request_of(ada, f"192.0.2.{n}")) for n in range(3)] == [False, False, True]


def test_people_at_one_address_have_more_together() -> None:
    people = [make_user() for _ in range(5)]
    assert [refused(request_of(person)) for person in people] == [False, False, False, False, True]
    assert not refused(request_of(people[4], "198.51.100.1"))


def test_a_visitor_has_as_many_as_one_person() -> None:
    assert [refused(request_of(None)) for _ in range(3)] == [False, False, True]


def test_no_address_can_be_read_in_the_table_and_rows_go_when_their_time_is_over() -> None:
    count_attempt(request_of(None), "document")
    assert forget_old_counts() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT rate_counts::text FROM rate_counts")
        assert "192.0.2.1" not in str(cursor.fetchall())
        cursor.execute("UPDATE rate_counts SET ends_at = now() - interval '1 second'")
    assert forget_old_counts() == 1


@pytest.mark.parametrize(
    ("headers", "content_type", "said"),
    [
        ({"Accept": "text/html,*/*"}, "text/html; charset=utf-8", '<h1 class="empty-title">Too many attempts</h1>'),
        ({"HX-Request": "true"}, "text/plain; charset=utf-8", "You have made very many documents"),
        ({"Accept": "application/json"}, "application/json", '"problem": "too-many"'),
    ],
)
def test_whoever_makes_too_many_documents_is_told_why_and_for_how_long(
    headers: dict[str, str], content_type: str, said: str
) -> None:
    client = client_of(make_user())
    assert [client.post("/documents/").status_code for _ in range(2)] == [302, 302]
    answer = client.post("/documents/", headers=headers)
    assert answer.status_code == 429
    assert answer.headers["Content-Type"] == content_type
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert said in answer.content.decode()
    assert "Try again in" in answer.content.decode()
