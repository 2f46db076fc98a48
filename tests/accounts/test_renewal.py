"""A password whose encoding is renewed signs nobody out; a new password still ends all other sessions."""

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from editor.accounts.models import User
from tests.people import PASSWORD, client_of, make_user

pytestmark = pytest.mark.django_db

OLD = "pbkdf2_sha256"
NEW = "argon2"


@pytest.fixture
def ada() -> User:
    """With a password as it was encoded before."""
    cache.clear()
    ada = make_user("Ada")
    ada.password = make_password(PASSWORD, hasher=OLD)
    ada.save()
    return ada


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_confirming_the_password_renews_it_and_all_stay_signed_in(ada: User) -> None:
    here, elsewhere = client_of(ada), client_of(ada)
    answer = here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302
    ada.refresh_from_db()
    assert ada.password.startswith(NEW)
    assert [is_signed_in(here), is_signed_in(elsewhere)] == [True, True]


def test_signing_in_somewhere_renews_it_and_the_others_stay_signed_in(ada: User) -> None:
    elsewhere, here = client_of(ada), Client()
    here.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    ada.refresh_from_db()
    assert ada.password.startswith(NEW)
    assert [is_signed_in(here), is_signed_in(elsewhere)] == [True, True]


def test_a_second_renewal_ends_nothing_either(ada: User, settings: Settings) -> None:
    here = client_of(ada)
    assert ada.check_password(PASSWORD)
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[::-1]
    assert ada.check_password(PASSWORD)
    ada.refresh_from_db()
    assert ada.password.startswith(OLD)
    assert is_signed_in(here)


def test_checking_without_blocking_renews_it_too(ada: User) -> None:
    assert async_to_sync(ada.acheck_password)(PASSWORD)
    assert not async_to_sync(ada.acheck_password)("another")
    ada.refresh_from_db()
    assert ada.password.startswith(NEW)


@pytest.mark.parametrize("fields", [None, ["password"]])
def test_a_new_password_ends_what_a_renewal_has_kept(ada: User, fields: list[str] | None) -> None:
    here = client_of(ada)
    assert ada.check_password(PASSWORD)
    ada.set_password("another-long-word-entirely")
    ada.save(update_fields=fields)
    assert not is_signed_in(here)
    # Nor does its own renewal bring them back.
    ada.password = make_password("another-long-word-entirely", hasher=OLD)
    ada.save()
    assert ada.check_password("another-long-word-entirely")
    assert not is_signed_in(here)


def test_the_same_password_set_anew_ends_them(ada: User) -> None:
    here = client_of(ada)
    assert ada.check_password(PASSWORD)
    ada.set_password(PASSWORD)
    ada.save()
    assert not is_signed_in(here)


def test_a_password_that_was_set_meanwhile_is_not_overwritten(ada: User) -> None:
    earlier = User.objects.get(pk=ada.pk)
    ada.set_password("another-long-word-entirely")
    ada.save()
    assert earlier.check_password(PASSWORD)
    ada.refresh_from_db()
    assert ada.check_password("another-long-word-entirely")
    assert not ada.check_password(PASSWORD)
