"""The first administrator, and what a first look shows."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from editor.accounts.models import User
from editor.documents.models import Document, Role

pytestmark = pytest.mark.django_db


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_bootstrap_makes_an_administrator_once(settings: Settings) -> None:
    cache.clear()
    settings.BOOTSTRAP_ADMIN_EMAIL, settings.BOOTSTRAP_ADMIN_PASSWORD = "Admin@Example.org", "an unusual phrase"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    assert "can sign in now" in run("bootstrap")
    settings.BOOTSTRAP_ADMIN_PASSWORD = "a quite different phrase"
    assert "Nothing was changed" in run("bootstrap")
    client = Client()
    client.post("/accounts/login/", {"login": "admin@example.org", "password": "an unusual phrase"})
    assert client.get("/admin/").status_code == 200


def test_bootstrap_says_what_is_missing(settings: Settings) -> None:
    settings.BOOTSTRAP_ADMIN_EMAIL = ""
    with pytest.raises(CommandError, match="BOOTSTRAP_ADMIN_EMAIL"):
        run("bootstrap")


def test_bootstrap_takes_no_weak_password(settings: Settings) -> None:
    settings.BOOTSTRAP_ADMIN_EMAIL, settings.BOOTSTRAP_ADMIN_PASSWORD = "admin@example.org", "password"
    with pytest.raises(CommandError, match="too common"):
        run("bootstrap")
    assert not User.objects.exists()


def test_the_demonstration_is_a_document_that_two_people_share(settings: Settings) -> None:
    cache.clear()
    assert "ada@example.org or ben@example.org" in run("demo")
    document = Document.objects.get()
    assert document.title == "Welcome to Scriptorium"
    assert "What Saved means" in document.text
    roles = dict(document.memberships.values_list("user__email", "role"))
    assert roles == {"ada@example.org": Role.OWNER, "ben@example.org": Role.EDITOR}
    client = Client()
    client.post("/accounts/login/", {"login": "ben@example.org", "password": "scriptorium"})
    assert "Welcome to Scriptorium" in client.get("/").content.decode()
    assert "Nothing was made" in run("demo")


def test_the_demonstration_is_refused_in_production(settings: Settings) -> None:
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="not in production"):
        run("demo")
