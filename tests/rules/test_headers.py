"""What every page's headers promise to the browser."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from project.content_security import PLAYERS
from project.local.folder import ROOT
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def policy(value: str) -> dict[str, set[str]]:
    directives = [directive.split() for directive in value.split(";")]
    return {name: set(sources) for name, *sources in directives}


def pages() -> list[tuple[Client, str]]:
    ada = make_user(is_staff=True, is_superuser=True)
    client = client_of(ada)
    document = f"/documents/{make_document(ada).pk}/"
    return [
        (Client(), "/accounts/login/"),
        (client, "/"),
        (client, document),
        (client, "/admin/"),
        (client, "/nothing"),
    ]


def test_the_policy_allows_nothing_unsafe_on_any_page() -> None:
    for client, url in pages():
        answer = client.get(url)
        directives = policy(answer.headers["Content-Security-Policy"])
        sources = set().union(*directives.values())
        assert not {source for source in sources if "unsafe" in source or source in {"*", "https:", "http:"}}, url
        assert directives["default-src"] == {"'none'"}
        assert directives["object-src"] == {"'none'"}
        assert directives["base-uri"] == {"'none'"}
        assert directives["frame-ancestors"] == {"'none'"}


def test_a_page_frames_the_players_that_the_browser_builds_addresses_of_and_nothing_else() -> None:
    players = (ROOT / "frontend/src/editor/embeds/players.ts").read_text(encoding="utf-8")
    named = re.search(r"PLAYER_ORIGINS = \[(.*?)\]", players, re.DOTALL)
    assert named is not None
    assert set(re.findall(r'"(.+?)"', named[1])) == set(PLAYERS)
    for client, url in pages():
        directives = policy(client.get(url).headers["Content-Security-Policy"])
        assert directives["frame-src"] == set(PLAYERS), url


def test_no_page_is_cached_framed_or_sniffed() -> None:
    for client, url in pages():
        headers = client.get(url).headers
        assert "no-store" in headers["Cache-Control"], url
        assert "private" in headers["Cache-Control"], url
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_a_form_from_elsewhere_changes_nothing_and_is_told_so() -> None:
    ada = make_user()
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    answer = client.post("/documents/")
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()


def test_an_upload_from_a_page_of_an_earlier_session_is_told_so_in_json() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    url = f"/documents/{uuid4()}/updates"
    answer = client.post(url, b"\0\0", content_type="application/octet-stream", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"code": "csrf"})
