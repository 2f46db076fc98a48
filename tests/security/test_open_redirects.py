"""Whoever follows a link of ours stays here, whatever the link says about where to go next."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from editor.notifications.models import Notification
from editor.realtime.models import LiveSession, Replica
from tests.people import client_of, make_document, make_user
from tests.rules.urls import all_routes

pytestmark = pytest.mark.django_db

NAMES = ("next", "redirect", "redirect_to", "return", "return_to", "url", "to", "continue", "REDIRECT_FIELD_NAME")
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "http:evil.example",
    "https:///evil.example",
    "/\t/evil.example",
    " //evil.example",
    "\x00//evil.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "%2f%2fevil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//evil.example\\@testserver/",
)


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


def leads_away(answer: Any) -> str | None:
    """The address of a redirection to another site, as a browser would read it."""
    for header in ("Location", "HX-Redirect", "HX-Location", "Refresh"):
        address = str(answer.headers.get(header, ""))
        # What a browser makes of it: backslashes are slashes, tabs and line ends are nothing.
        seen = "".join(one for one in address if one not in "\t\r\n").strip("\x00 ").replace("\\", "/")
        parts = urlsplit(seen)
        is_other_scheme = parts.scheme not in {"", "http", "https"}
        is_other_host = parts.netloc not in {"", "testserver"} or (parts.scheme and not parts.netloc)
        if is_other_scheme or is_other_host or seen.startswith("//"):
            return address
    return None


def plain_paths() -> Iterator[str]:
    """Every address that takes no id, the accounts' and the administration's too."""
    for route in all_routes():
        if not route.parameters and route.namespace != "admin" and "/" not in route.name:
            yield route.url()
    yield from ("/admin/login/", "/admin/logout/", "/admin/")


def test_no_page_leads_away_by_a_parameter() -> None:
    client = client_of(make_user(is_staff=True, is_superuser=True))
    visitors = (Client(), client)
    paths = sorted(plain_paths())
    assert "/accounts/login/" in paths
    everything = dict.fromkeys(NAMES, "//evil.example/")
    for path in paths:
        for visitor in visitors:
            if path != "/accounts/logout/":
                assert leads_away(visitor.get(path, everything)) is None, path


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_signing_out_and_confirming_lead_nowhere_else(target: str) -> None:
    ada = make_user()
    ada.set_password("an unusual phrase")
    ada.save()
    client = Client()
    form = {"login": ada.email, "password": "an unusual phrase", "next": target}
    for query in ({"next": target}, {}):
        answers = [
            client.post("/accounts/login/", form, query_params=query),
            client.get("/accounts/login/", {"next": target}),  # somebody who is signed in already
            client.post("/accounts/reauthenticate/", {"password": "an unusual phrase", "next": target}),
            client.post("/accounts/logout/", {"next": target}, query_params=query),
        ]
        assert [leads_away(answer) for answer in answers] == [None] * len(answers)
        assert answers[0].status_code == 302, "signing in went wrong"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_up_leads_nowhere_else(target: str, settings: object) -> None:
    settings.SIGN_UP = "open"  # type: ignore[attr-defined]  # a fixture of pytest-django's
    form = {"email": "new@example.org", "name": "New", "password1": "an unusual phrase", "next": target}
    answer = Client().post("/accounts/signup/", form, query_params={"next": target})
    assert answer.status_code == 302
    assert leads_away(answer) is None


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nor_does_a_notification(target: str) -> None:
    ada = make_user()
    document = make_document(ada)
    made = Notification.objects.create(
        recipient=ada, kind="shared", document=document, target_url=target.replace("\0", "")
    )
    answer = client_of(ada).get(f"/notifications/{made.pk}/")
    assert answer.status_code == 302
    assert leads_away(answer) is None


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nor_does_the_administration_by_where_one_came_from(target: str) -> None:
    ada = make_user(is_staff=True, is_superuser=True)
    document = make_document(ada)
    replica = Replica.objects.create(id="r", seen_at=timezone.now())
    LiveSession.objects.create(
        connection="c1", document=document, replica=replica, reader_id=ada.pk, role=40, since=timezone.now()
    )
    answer = client_of(ada).post("/admin/editor/livesession/c1/close/", headers={"Referer": target})
    assert answer.status_code == 302
    assert leads_away(answer) is None


def test_whatever_would_lead_away_is_told_here() -> None:
    """The look itself: all of these would leave if they stood in the header."""
    for target in ELSEWHERE:
        if "%2f" not in target:
            answer = HttpResponse()
            answer.headers["Location"] = target.replace("\x00", "").replace("\n", "")
            assert leads_away(answer) is not None, target
