"""What only shows with https origins: HSTS, cookies that no other site and no plain http sees, no way around https."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings, settings
from django.db import connection
from django.test import Client

from tests.people import client_of, make_user
from tests.rules.test_production_settings import PRODUCTION, ROOT

_SHOW = """
import json
from project import settings
names = "SECURE_HSTS_SECONDS SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_NAME".split()
print(json.dumps({name: getattr(settings, name) for name in [*names, "CSRF_COOKIE_NAME", "DEBUG"]}))
"""


@pytest.mark.parametrize(("changes", "seconds"), [({}, 31_536_000), ({"HSTS_SECONDS": "600"}, 600)])
def test_with_https_origins_browsers_are_held_to_them(changes: dict[str, str], seconds: int) -> None:
    environment = {**os.environ, **PRODUCTION, **changes, "DEBUG": "true"}
    shown = subprocess.run(
        [sys.executable, "-c", _SHOW], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(shown.stdout) == {
        "SECURE_HSTS_SECONDS": seconds,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "DEBUG": False,
    }


@pytest.mark.django_db
def test_answers_over_https_say_so_and_plain_ones_lead_there(settings: LazySettings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 600, True
    secure, plain = Client().get("/accounts/login/", secure=True), Client().get("/accounts/login/")
    assert secure.headers["Strict-Transport-Security"] == "max-age=600"
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/accounts/login/")
    assert "Strict-Transport-Security" not in plain.headers
    said = Client().get("/accounts/login/", headers={"X-Forwarded-Proto": "https"})
    assert said.status_code == 301, "whoever says so is believed"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_no_probe_is_sniffed_or_kept(path: str) -> None:
    answer = Client().get(path)
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")


def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, Any]]:
    """One of each kind, with the status that it should have."""
    strict, ada = Client(enforce_csrf_checks=True), client_of(make_user())
    ada.raise_request_exception = False
    elsewhere = {"Host": "evil.example"}
    yield 200, ada.get("/robots.txt")
    yield 200, ada.get("/service-worker.js")
    yield 200, ada.get("/search/palette?q=x")
    yield 200, ada.get("/documents/titles?ids=")
    yield 302, Client().get("/")
    yield 301, ada.get("/documents")
    yield 400, ada.get("/", headers=elsewhere)
    yield 400, ada.get("/search", query_params=dict.fromkeys(map(str, range(500)), "x"))
    yield 403, strict.post("/accounts/login/")
    yield 403, Client().post(f"/documents/{uuid4()}/files")
    yield 404, ada.get(f"/documents/{uuid4()}/")
    yield 404, Client().get("/static/../manage.py")
    yield 405, ada.put("/")
    monkeypatch.setattr(connection, "ensure_connection", _fail)
    yield 500, ada.get("/")


def _fail() -> None:
    raise RuntimeError("an error that nobody foresaw")


@pytest.mark.django_db
def test_every_kind_of_answer_is_private_and_has_its_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    for status, answer in answers(monkeypatch):
        assert answer.status_code == status
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "no-store" in answer.headers["Cache-Control"] or answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_no_script_reads_who_is_signed_in_and_no_other_site_sends_it() -> None:
    ada = make_user()
    ada.set_password("an unusual phrase")
    ada.save()
    answer = Client().post("/accounts/login/", {"login": ada.email, "password": "an unusual phrase"})
    session = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert answer.cookies[settings.CSRF_COOKIE_NAME]["samesite"] == "Lax"
