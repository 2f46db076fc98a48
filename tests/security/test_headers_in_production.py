"""What only shows with https origins: HSTS, cookies that no other site and no plain http sees, no way around https."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import LazySettings
from django.test import Client

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
@pytest.mark.parametrize("path", ["/accounts/login/", "/nothing", "/robots.txt", "/service-worker.js", "/healthz"])
def test_no_answer_is_sniffed(path: str) -> None:
    answer = Client().get(path)
    assert path == "/healthz" or answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].split(";")[0] != "application/octet-stream"
