"""How often links and their passwords can be tried, and how many come by one."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from editor.accounts.models import Visitor
from editor.audit.models import AuditEvent
from tests.people import client_of, make_document, make_user
from tests.sharing.test_links import PASSWORD, link_of, visit

pytestmark = pytest.mark.django_db


def test_passwords_can_be_tried_so_often(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "link-password": (3, 3600)}
    ada, client = make_user(), Client(REMOTE_ADDR=f"2001:db8:{uuid4().hex[:4]}::1")
    link = link_of(make_document(ada), ada, password=PASSWORD)
    assert [visit(client, link, f"guess {n}") for n in range(4)] == [422, 422, 422, 429]
    assert visit(client, link, PASSWORD) == 429


def test_one_links_password_can_be_guessed_so_often_from_everywhere_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.sharing.link_views.MAX_GUESSES", 2)
    ada = make_user()
    link, other = (link_of(make_document(ada), ada, password=PASSWORD) for _ in range(2))
    there = (Client(REMOTE_ADDR=f"2001:db8:{uuid4().hex[:4]}::1") for _ in range(8))
    assert [visit(next(there), link, PASSWORD) for _ in range(3)] == [200, 200, 200]
    assert [visit(next(there), link, f"guess {n}") for n in range(3)] == [422, 422, 429]
    assert visit(next(there), link, PASSWORD) == 429
    assert visit(next(there), other, PASSWORD) == 200


def test_so_many_guests_come_from_one_address(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "visitor": (2, 3600)}
    ada, address = make_user(), f"2001:db8:{uuid4().hex[:4]}::1"
    link = link_of(make_document(ada), ada)
    first = Client(REMOTE_ADDR=address)
    assert [visit(client, link) for client in (first, *(Client(REMOTE_ADDR=address) for _ in range(2)))] == [
        302,
        302,
        429,
    ]
    assert visit(first, link) == 302
    assert Visitor.objects.count() == 2


def test_the_dialog_counts_guests_and_the_log_does_not(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    link = link_of(document, ada)
    for client in (Client(), Client(), Client(), client_of(ben)):
        visit(client, link)
    assert AuditEvent.objects.filter(action="link.visited").count() == 1
    with django_assert_max_num_queries(40):
        page = client_of(ada).get(f"/documents/{document.pk}/members").content.decode()
    assert "3 guests" in page


def test_links_can_be_tried_so_often(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "link": (3, 3600)}
    client = Client(REMOTE_ADDR=f"2001:db8:{uuid4().hex[:4]}::1")
    assert [client.get(f"/s/guess{n}").status_code for n in range(4)] == [404, 404, 404, 429]
