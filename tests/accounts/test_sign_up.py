"""Signing up: open, invited, closed."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from editor.accounts.actions import invite
from editor.accounts.models import User
from tests.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_earlier_attempts() -> None:
    cache.clear()


def sign_up(email: str) -> str:
    answer = Client().post("/accounts/signup/", {"name": "Ada", "email": email, "password1": PASSWORD}, follow=True)
    return answer.content.decode()


def test_open_to_everybody_and_signed_in_at_once_without_a_mail_server(settings: Settings) -> None:
    settings.SIGN_UP = "open"
    assert "A blank page is waiting" in sign_up("Ada@Example.org")
    ada = User.objects.get()
    assert (ada.email, ada.name) == ("ada@example.org", "Ada")
    assert ada.password.startswith("argon2")


def test_by_invitation_whatever_the_case(settings: Settings) -> None:
    settings.SIGN_UP = "invited"
    assert "invited" in sign_up("ada@example.org")
    assert not User.objects.exists()
    invite("Ada@example.org")
    assert "A blank page is waiting" in sign_up("ADA@example.org")


def test_closed(settings: Settings) -> None:
    settings.SIGN_UP = "closed"
    assert "No sign-up here" in sign_up("ada@example.org")
    assert not User.objects.exists()
    assert "Create an account" not in Client().get("/accounts/login/").content.decode()


def test_an_address_is_used_once(settings: Settings) -> None:
    settings.SIGN_UP = "open"
    ada = make_user()
    assert "account with this address already" in sign_up(ada.email.upper())
    assert User.objects.count() == 1


def test_with_a_mail_server_the_address_is_confirmed_first(settings: Settings) -> None:
    settings.SIGN_UP = "open"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client = Client()
    client.post("/accounts/signup/", {"name": "Ada", "email": "ada@example.org", "password1": PASSWORD})
    assert client.get("/").status_code == 302
    link = next(line for line in mail.outbox[0].body.splitlines() if "/confirm-email/" in line)
    page = client.get(link)
    assert "Is this your address?" in page.content.decode()
    client.post(link)
    client.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert client.get("/").status_code == 200


def test_a_common_or_short_password_is_refused(settings: Settings) -> None:
    settings.SIGN_UP = "open"
    answer = Client().post("/accounts/signup/", {"name": "Ada", "email": "a@example.org", "password1": "password"})
    assert "too common" in answer.content.decode()
