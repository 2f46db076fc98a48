"""What stands in the logs, and what never does."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from project.logs import logging_settings
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """All lines, as production writes them."""
    made = logging_settings("DEBUG", "json")["formatters"]["line"]
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(made.pop("()")(**made))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_a_request_is_one_line_with_its_person_and_an_id(lines: StringIO) -> None:
    ada = make_user()
    document = make_document(ada, "A secret title")
    client_of(ada).get(f"/documents/{document.pk}/?code=hidden")
    finished = [line for line in lines.getvalue().splitlines() if "request_finished" in line]
    assert len(finished) == 1
    assert f"GET /documents/{document.pk}/" in finished[0]
    assert f'"user_id": "{ada.pk}"' in finished[0]
    assert '"request_id": "' in finished[0]
    for secret in ("hidden", ada.email, "A secret title", client_of(ada).cookies[settings.SESSION_COOKIE_NAME].value):
        assert secret not in lines.getvalue()


def test_no_password_address_or_key_of_a_link_is_written_down(lines: StringIO) -> None:
    cache.clear()
    ada = make_user()
    Client().post("/accounts/login/?next=/x", {"login": ada.email, "password": "a secret phrase"})
    Client().get("/accounts/password/reset/key/1a-c0ffee-0123456789/")
    Client().get("/accounts/confirm-email/MQ:1abcde:signature/")
    written = lines.getvalue()
    assert written.count("request_finished") == 3
    for secret in (ada.email, "a secret phrase", "c0ffee", "signature", "next="):
        assert secret not in written


def test_a_warning_of_python_is_a_line_like_others() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import django, warnings; django.setup(); warnings.warn('old', stacklevel=1)"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "project.settings", "LOG_FORMAT": "json"},
        capture_output=True,
        text=True,
        check=True,
    )
    line = json.loads(said.stderr)
    assert (line["logger"], line["level"], "UserWarning: old" in line["event"]) == ("py.warnings", "warning", True)


def test_private_keys_are_left_out_wherever_a_line_comes_from(lines: StringIO) -> None:
    structlog.get_logger("editor.test").info("mailed", email="ada@example.org", token="scr_x", document="fine")
    assert "ada@example.org" not in lines.getvalue()
    assert "scr_x" not in lines.getvalue()
    assert "fine" in lines.getvalue()


def test_a_request_to_a_host_that_is_not_ours_is_a_warning_of_one_line(lines: StringIO) -> None:
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400
    warned, finished = map(json.loads, lines.getvalue().splitlines())
    assert (warned["level"], warned["logger"]) == ("warning", "django.security.DisallowedHost")
    assert "evil.example" in warned["event"]
    assert "exception" not in warned
    assert (finished["level"], finished["code"]) == ("info", 400)
